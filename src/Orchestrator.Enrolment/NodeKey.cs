using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Enrolment;

/// <summary>A node's own key, which never leaves its server: others get a signed request for a certificate.</summary>
public sealed class NodeKey : IDisposable
{
    private const string CurveOid = "1.2.840.10045.3.1.7";
    private const string KeyOid = "1.2.840.10045.2.1";

    private readonly ECDsa _key;

    private NodeKey(ECDsa key) => _key = key;

    public string Pem => _key.ExportPkcs8PrivateKeyPem();

    public PublicKey Public => new(_key);

    public static NodeKey Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <exception cref="CryptographicException">It is no key of ours.</exception>
    public static NodeKey Load(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            return new NodeKey(key);
        }
        catch (ArgumentException error)
        {
            key.Dispose();
            throw new CryptographicException($"it is no private key as PEM: {error.Message}", error);
        }
    }

    /// <summary>A request for a certificate (PKCS #10), signed by the key as the proof of having it. It names nobody:
    /// the authority decides whose the key is.</summary>
    public byte[] SigningRequest() =>
        new CertificateRequest("O=pbm", _key, HashAlgorithmName.SHA256).CreateSigningRequest();

    /// <summary>Reads somebody's request; nothing in it but the key counts.</summary>
    /// <returns>The key, or null: it is no request, or not signed by its key, or no ECDSA key on P-256.</returns>
    public static PublicKey? PublicKeyOf(byte[] signingRequest)
    {
        try
        {
            var key = CertificateRequest.LoadSigningRequest(signingRequest, HashAlgorithmName.SHA256).PublicKey;
            return key.Oid.Value == KeyOid && IsOnCurve(key) ? key : null;
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException or NotSupportedException)
        {
            // Algorithms and curves that nobody has heard of are "not supported".
            return null;
        }
    }

    /// <summary>SHA-256 of a public key, lower-case hexadecimal.</summary>
    public static string Sha256Of(PublicKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
    }

    public void Dispose() => _key.Dispose();

    private static bool IsOnCurve(PublicKey key)
    {
        using var ecdsa = key.GetECDsaPublicKey();
        return ecdsa?.ExportParameters(false).Curve.Oid.Value == CurveOid;
    }
}
