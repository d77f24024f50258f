using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Core.Cluster;

namespace Orchestrator.Cluster.Links;

/// <summary>
/// Responsible for who is believed to be which node: both sides show a certificate of the branch's authority whose
/// first host name is the node's, over TLS 1.3 only.
/// </summary>
/// <param name="certificate">This node's certificate with its key.</param>
/// <param name="authorities">The branch's authorities; nobody else's word counts.</param>
public sealed class NodeTrust(X509Certificate2 certificate, X509Certificate2Collection authorities)
{
    /// <summary>Version of the protocol. A node offers all that it speaks and takes the highest that both do.</summary>
    private static readonly SslApplicationProtocol Protocol = new("pbm-node/1");

    /// <summary>The node that a certificate is of, or null.</summary>
    public static NodeName? NameOf(X509Certificate? shown)
    {
        var names = (shown as X509Certificate2)?.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames());
        return NodeName.TryParse(names?.FirstOrDefault(), out var name) ? name : null;
    }

    internal SslServerAuthenticationOptions Server() => new()
    {
        ServerCertificate = certificate,
        ClientCertificateRequired = true,
        EnabledSslProtocols = SslProtocols.Tls13,
        CertificateChainPolicy = Chain(),
        ApplicationProtocols = [Protocol],

        // A ticket would let a node in whose certificate has run out meanwhile.
        AllowTlsResume = false,
        RemoteCertificateValidationCallback = (_, shown, _, errors) =>
            errors == SslPolicyErrors.None && NameOf(shown) is not null,
    };

    internal SslClientAuthenticationOptions Client(NodeName node) => new()
    {
        TargetHost = node.Value,
        ClientCertificates = [certificate],
        LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate,
        EnabledSslProtocols = SslProtocols.Tls13,
        CertificateChainPolicy = Chain(),
        ApplicationProtocols = [Protocol],
        AllowTlsResume = false,

        // The platform's check takes any host name of a certificate; a node has one.
        RemoteCertificateValidationCallback = (_, shown, _, errors) =>
            errors == SslPolicyErrors.None && NameOf(shown) == node,
    };

    private X509ChainPolicy Chain()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,

            // A branch's authority publishes no list; a certificate that must not be used any more is replaced.
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
