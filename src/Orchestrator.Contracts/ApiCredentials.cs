using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Contracts;

/// <summary>By what a caller from elsewhere proves who it is, and whom it believes.</summary>
/// <param name="Certificate">The operator's, with its key.</param>
/// <param name="Authorities">The branch's authorities; nobody else's word counts.</param>
public sealed record ApiCredentials(X509Certificate2 Certificate, X509Certificate2Collection Authorities)
{
    /// <summary>The node that has to answer; null: one that the host's name or address is certified for.</summary>
    public string? Node { get; init; }

    internal SslClientAuthenticationOptions For(string host)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,

            // A branch's authority publishes no list.
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(Authorities);
        return new SslClientAuthenticationOptions
        {
            TargetHost = Node ?? host,
            ClientCertificates = [Certificate],

            // It has the usage of operators and not that of TLS clients, so nothing but this would choose it.
            LocalCertificateSelectionCallback = (_, _, _, _, _) => Certificate,
            EnabledSslProtocols = SslProtocols.Tls13,
            CertificateChainPolicy = policy,
            AllowTlsResume = false,
            RemoteCertificateValidationCallback = (_, shown, _, errors) =>
                errors == SslPolicyErrors.None && (Node is null || NodeOf(shown as X509Certificate2) == Node),
        };
    }

    /// <summary>The first host name of a node's certificate is its own; another may be that of its address.</summary>
    private static string? NodeOf(X509Certificate2? shown) =>
        shown?.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames()).FirstOrDefault();
}
