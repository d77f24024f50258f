using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Daemon.Configuration;

namespace Orchestrator.Daemon.Branch;

/// <summary>What the PEM files of a section hold.</summary>
/// <param name="Certificate">The node's, with its key.</param>
/// <param name="Authorities">The branch's authorities.</param>
internal sealed record CertificateFiles(X509Certificate2 Certificate, X509Certificate2Collection Authorities)
{
    /// <param name="files">The files.</param>
    /// <param name="section">The section that names them.</param>
    /// <exception cref="StartException">One of them cannot be read.</exception>
    public static CertificateFiles Read(NodeCertificateOptions files, string section)
    {
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(files.Authority);
            return new CertificateFiles(
                X509Certificate2.CreateFromPemFile(files.Certificate, files.Key), authorities);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException
            or ArgumentException)
        {
            throw new StartException(
                $"a file of {section} cannot be read: {error.Message}; look at certificate, key and authority", error);
        }
    }
}
