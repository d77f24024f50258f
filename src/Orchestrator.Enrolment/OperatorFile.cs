using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Enrolment;

/// <summary>What an operator needs in one PEM file: the key, the certificate and the branch's authority.</summary>
public sealed class OperatorFile : IDisposable
{
    public const int DaysDefault = 90;

    /// <summary>The branch publishes no list of what must not be used any more, so nothing holds for longer.</summary>
    public const int DaysMax = 397;

    private OperatorFile(
        X509Certificate2 certificate, X509Certificate2Collection authorities, OperatorIdentity identity) =>
        (Certificate, Authorities, Identity) = (certificate, authorities, identity);

    /// <summary>With its key.</summary>
    public X509Certificate2 Certificate { get; }

    public X509Certificate2Collection Authorities { get; }

    public OperatorIdentity Identity { get; }

    /// <summary>Makes a key and certifies it.</summary>
    /// <returns>The file's text, which is a secret.</returns>
    public static string Create(BranchAuthority branch, OperatorIdentity who, TimeSpan validity, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(branch);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = branch.Issue(new PublicKey(key), who, validity, now);
        return $"{key.ExportPkcs8PrivateKeyPem()}\n{certificate.ExportCertificatePem()}\n{branch.CertificatePem}\n";
    }

    /// <exception cref="CryptographicException">It is not such a file.</exception>
    public static OperatorFile Parse(string pem)
    {
        X509Certificate2 certificate;
        try
        {
            certificate = X509Certificate2.CreateFromPem(pem, pem);
        }
        catch (ArgumentException error)
        {
            throw new CryptographicException($"the key is not that of the certificate: {error.Message}", error);
        }

        if (OperatorIdentity.Of(certificate) is not { } identity)
        {
            certificate.Dispose();
            throw new CryptographicException("its first certificate is not an operator's");
        }

        var all = new X509Certificate2Collection();
        all.ImportFromPem(pem);
        return new OperatorFile(certificate, [.. all.Skip(1)], identity);
    }

    public void Dispose()
    {
        Certificate.Dispose();
        foreach (var authority in Authorities)
        {
            authority.Dispose();
        }
    }
}
