using System.Security.Cryptography.X509Certificates;
using Orchestrator.Testing.Certificates;

namespace Orchestrator.Benchmarks.Relays;

/// <summary>Certificates of two nodes of one branch as files, each with its key behind it, as haproxy reads
/// them.</summary>
internal sealed class PairCertificates : IDisposable
{
    public const string Entry = "alpha";
    public const string Owner = "beta";

    private const string AuthorityName = "authority";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pbm-pair-");

    public PairCertificates()
    {
        using var authority = new TestAuthority();
        File.WriteAllText(FileOf(Folder, AuthorityName), authority.Certificate.ExportCertificatePem() + "\n");
        foreach (var node in (string[])[Entry, Owner])
        {
            using var certificate = authority.Issue(node);
            using var key = certificate.GetECDsaPrivateKey();
            File.WriteAllText(
                FileOf(Folder, node),
                $"{certificate.ExportCertificatePem()}\n{key!.ExportPkcs8PrivateKeyPem()}\n");
        }
    }

    public string Folder => _folder.FullName;

    public string Authority => FileOf(Folder, AuthorityName);

    public string Of(string node) => FileOf(Folder, node);

    /// <summary>A node's certificate and its authority in the process that is it.</summary>
    public static (X509Certificate2 Own, X509Certificate2 Authority) Load(string folder, string node) =>
        (X509Certificate2.CreateFromPemFile(FileOf(folder, node)),
            X509CertificateLoader.LoadCertificateFromFile(FileOf(folder, AuthorityName)));

    public void Dispose() => _folder.Delete(recursive: true);

    private static string FileOf(string folder, string name) => Path.Combine(folder, name + ".pem");
}
