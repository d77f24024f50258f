using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Core.Cluster;

namespace Orchestrator.Enrolment;

/// <summary>The branch's authority with its key: it says who is which node, and who is an operator with which
/// role.</summary>
public sealed class BranchAuthority : IDisposable
{
    /// <summary>A branch's servers are replaced sooner.</summary>
    private const int AuthorityYears = 20;

    private const int NodeYears = 5;

    /// <summary>A server whose clock is behind the signer's has to accept its certificate too.</summary>
    private static readonly TimeSpan ClockSlack = TimeSpan.FromHours(1);

    /// <summary>Both sides of a link: each node calls and is called, and etcd's gateway calls itself with the server's
    /// certificate.</summary>
    private static readonly OidCollection BothSides = [new("1.3.6.1.5.5.7.3.1"), new("1.3.6.1.5.5.7.3.2")];

    private readonly ECDsa _key;
    private readonly X509Certificate2 _withKey;

    private BranchAuthority(X509Certificate2 certificate, ECDsa key)
    {
        (Certificate, _key) = (certificate, key);
        _withKey = certificate.CopyWithPrivateKey(key);
    }

    /// <summary>Its certificate, without the key.</summary>
    public X509Certificate2 Certificate { get; }

    public string Sha256 => Sha256Of(Certificate);

    public string CertificatePem => Certificate.ExportCertificatePem();

    public string KeyPem => _key.ExportPkcs8PrivateKeyPem();

    /// <summary>SHA-256 of a certificate as a token names it, lower-case hexadecimal.</summary>
    public static string Sha256Of(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return Convert.ToHexStringLower(SHA256.HashData(certificate.RawData));
    }

    public static BranchAuthority Create(DateTimeOffset now)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        // Authorities are looked for by name first: two of one name would be taken for each other.
        var name = $"O=pbm, OU=branch {RandomNumberGenerator.GetHexString(16, lowercase: true)}";
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        using var signed = request.CreateSelfSigned(now - ClockSlack, now.AddYears(AuthorityYears));
        return new BranchAuthority(X509CertificateLoader.LoadCertificate(signed.RawData), key);
    }

    /// <exception cref="CryptographicException">They are not PEM, or not of each other.</exception>
    public static BranchAuthority Load(string certificatePem, string keyPem)
    {
        var certificate = X509Certificate2.CreateFromPem(certificatePem);
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(keyPem);
            return new BranchAuthority(certificate, key);
        }
        catch (ArgumentException error)
        {
            certificate.Dispose();
            key.Dispose();
            throw new CryptographicException($"the key is not that of the certificate: {error.Message}", error);
        }
    }

    /// <summary>Certifies that a key is a node's.</summary>
    /// <param name="key">The node's public key.</param>
    /// <param name="node">Its name, the first DNS name of the certificate.</param>
    /// <param name="host">The host of its address, an IP address or a name.</param>
    /// <param name="now">From when on it holds, almost.</param>
    public X509Certificate2 Issue(PublicKey key, NodeName node, string host, DateTimeOffset now)
    {
        // No common name: with authentication on, etcd refuses every call through its gateway that shows one.
        var request = new CertificateRequest(
            new X500DistinguishedName("O=pbm, OU=node"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(NamesOf(node, host));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(BothSides, false));
        return Sign(request, now, now.AddYears(NodeYears));
    }

    /// <summary>Certifies that a key is an operator's.</summary>
    /// <param name="key">The operator's public key.</param>
    /// <param name="who">Its name and role.</param>
    /// <param name="validity">How long it holds.</param>
    /// <param name="now">From when on it holds, almost.</param>
    public X509Certificate2 Issue(PublicKey key, OperatorIdentity who, TimeSpan validity, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(who);
        return Sign(who.Request(key), now, now + validity);
    }

    public void Dispose()
    {
        _withKey.Dispose();
        _key.Dispose();
        Certificate.Dispose();
    }

    private X509Certificate2 Sign(CertificateRequest request, DateTimeOffset now, DateTimeOffset until)
    {
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, true, false));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        var last = DateTimeOffset.Parse(
            Certificate.NotAfter.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
            CultureInfo.InvariantCulture);

        // A serial is a positive number: its first bit stays 0.
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7f;
        var first = now - ClockSlack;
        return request.Create(
            _withKey,
            first < Certificate.NotBefore ? Certificate.NotBefore : first,
            until < last ? until : last,
            serial);
    }

    /// <summary>etcd's members look for the address that a peer calls from; on loopback that is 127.0.0.1.</summary>
    private static X509Extension NamesOf(NodeName node, string host)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(node.Value);
        names.AddIpAddress(IPAddress.Loopback);
        if (!IPAddress.TryParse(host, out var address))
        {
            names.AddDnsName(host);
        }
        else if (!address.Equals(IPAddress.Loopback))
        {
            names.AddIpAddress(address);
        }

        return names.Build();
    }
}
