using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Coordination.Gateway;

/// <summary>Responsible for the HTTP connections to etcd's members and for whom they trust.</summary>
internal static class GatewayConnections
{
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(2);

    public static HttpClient Open(EtcdOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = options.ConnectDeadline,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),

            // A watch is silent for hours; without these nobody notices that the other end's power went. Plain HTTP has
            // no pings: there the periodic reading anew bounds it.
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            KeepAlivePingDelay = PingDelay,
            KeepAlivePingTimeout = PingTimeout,
        };
        if (options.ClientCertificate is { } certificate)
        {
            handler.SslOptions.ClientCertificates = [certificate];

            // Sent even if the server names no authority of it: etcd names none with a pool of its own.
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }

        if (options.Authorities.Count > 0)
        {
            handler.SslOptions.CertificateChainPolicy = Trust(options.Authorities);
        }

        return new HttpClient(handler)
        {
            // Streams have no end; every call has a deadline of its own.
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            MaxResponseContentBufferSize = options.ReplyBytesMax,
        };
    }

    private static X509ChainPolicy Trust(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,

            // A branch's authority publishes no list: a certificate that must not be used any more is replaced.
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
