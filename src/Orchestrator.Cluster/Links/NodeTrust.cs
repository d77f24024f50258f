using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
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

    /// <summary>Spoken with servers that have no certificate yet.</summary>
    private static readonly SslApplicationProtocol JoinProtocol = new("pbm-join/1");

    /// <summary>Either side's usage; a node has both.</summary>
    private static readonly Oid ServerUsage = new("1.3.6.1.5.5.7.3.1");

    /// <summary>The node that a certificate is of, or null.</summary>
    public static NodeName? NameOf(X509Certificate? shown)
    {
        var names = (shown as X509Certificate2)?.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames());
        return NodeName.TryParse(names?.FirstOrDefault(), out var name) ? name : null;
    }

    /// <summary>Whether an authority has certified it for the calls of nodes, and that holds now.</summary>
    public static bool IsOf(X509Certificate2 authority, X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy = Chain([authority]);
        chain.ChainPolicy.ApplicationPolicy.Add(ServerUsage);
        return chain.Build(certificate);
    }

    /// <summary>Of a caller that has no certificate yet. Whoever answers is taken: the caller looks at it before it
    /// says anything.</summary>
    internal static SslClientAuthenticationOptions Stranger(string host) => new()
    {
        TargetHost = host,
        EnabledSslProtocols = SslProtocols.Tls13,
        ApplicationProtocols = [JoinProtocol],
        AllowTlsResume = false,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null,
    };

    /// <summary>Whether a link that was accepted is of a server that wants to join.</summary>
    internal static bool IsJoin(SslStream stream) => stream.NegotiatedApplicationProtocol == JoinProtocol;

    /// <param name="takesJoins">Whether servers without a certificate may ask to join.</param>
    internal SslServerAuthenticationOptions Server(bool takesJoins) => new()
    {
        ServerCertificate = certificate,
        ClientCertificateRequired = true,
        EnabledSslProtocols = SslProtocols.Tls13,
        CertificateChainPolicy = Chain(authorities),
        ApplicationProtocols = takesJoins ? [Protocol, JoinProtocol] : [Protocol],

        // A ticket would let a node in whose certificate has run out meanwhile.
        AllowTlsResume = false,
        RemoteCertificateValidationCallback = (link, shown, _, errors) => IsJoin((SslStream)link)
            ? shown is null
            : errors == SslPolicyErrors.None && NameOf(shown) is not null,
    };

    internal SslClientAuthenticationOptions Client(NodeName node) => new()
    {
        TargetHost = node.Value,
        ClientCertificates = [certificate],
        LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate,
        EnabledSslProtocols = SslProtocols.Tls13,
        CertificateChainPolicy = Chain(authorities),
        ApplicationProtocols = [Protocol],
        AllowTlsResume = false,

        // The platform's check takes any host name of a certificate; a node has one.
        RemoteCertificateValidationCallback = (_, shown, _, errors) =>
            errors == SslPolicyErrors.None && NameOf(shown) == node,
    };

    private static X509ChainPolicy Chain(X509Certificate2Collection authorities)
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
