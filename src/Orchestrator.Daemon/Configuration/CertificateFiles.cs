using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Enrolment;

namespace Orchestrator.Daemon.Configuration;

/// <summary>Responsible for reading certificates and keys where a configuration says that they are.</summary>
internal static class CertificateFiles
{
    /// <exception cref="StartException">A file cannot be read.</exception>
    public static (X509Certificate2 Certificate, X509Certificate2Collection Authorities) Read(
        NodeCertificateOptions files, string section)
    {
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(files.Authority);
            return (X509Certificate2.CreateFromPemFile(files.Certificate, files.Key), authorities);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new StartException(
                $"a file of {section} cannot be read: {error.Message}; look at certificate, key and authority", error);
        }
    }

    /// <exception cref="StartException">A file cannot be read, or the key is another authority's.</exception>
    public static BranchAuthority ReadAuthority(string certificate, string key)
    {
        try
        {
            return BranchAuthority.Load(File.ReadAllText(certificate), File.ReadAllText(key));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new StartException(
                $"cluster.authorityKey {key} cannot be used with {certificate}: {error.Message}; remove the key where "
                    + "this server shall not sign for new ones",
                error);
        }
    }
}
