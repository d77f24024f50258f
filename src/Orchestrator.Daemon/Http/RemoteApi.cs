using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Orchestrator.Cluster.Links;
using Orchestrator.Daemon.Configuration;
using Orchestrator.Enrolment;

namespace Orchestrator.Daemon.Http;

/// <summary>
/// Responsible for the port of the API that operators elsewhere call: TLS 1.3 only, this node's certificate on the one
/// side, an operator's of the same branch on the other. A node's own certificate opens nothing here.
/// </summary>
internal sealed partial class RemoteApi
{
    private const int SubjectLengthMax = 200;

    private static readonly TimeSpan HandshakeMax = TimeSpan.FromSeconds(5);

    private readonly RemoteApiOptions _options;
    private readonly X509Certificate2 _certificate;
    private readonly X509Certificate2Collection _authorities;

    /// <exception cref="StartException">A file cannot be read, or is not a node's.</exception>
    public RemoteApi(RemoteApiOptions options)
    {
        _options = options;
        (_certificate, _authorities) = CertificateFiles.Read(options.Files, "http.remote");
        if (NodeTrust.NameOf(_certificate) is null)
        {
            throw new StartException($"http.remote.certificate {options.Files.Certificate} is not of a node: "
                + "its first DNS name must be the node's name");
        }
    }

    /// <summary>Whether a request came in by such a port.</summary>
    public static bool IsUsedBy(HttpContext context) => context.Features.Get<ITlsHandshakeFeature>() is not null;

    public void Listen(KestrelServerOptions kestrel, ILogger log) => kestrel.Listen(
        _options.Address,
        _options.Port,
        listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = link => ValueTask.FromResult(Server(link.Connection.RemoteEndPoint, log)),
                HandshakeTimeout = HandshakeMax,
            });
        });

    private SslServerAuthenticationOptions Server(EndPoint? remote, ILogger log) => new()
    {
        ServerCertificate = _certificate,
        ClientCertificateRequired = true,
        EnabledSslProtocols = SslProtocols.Tls13,
        CertificateChainPolicy = Chain(),

        // A ticket would let an operator in whose certificate has run out meanwhile.
        AllowTlsResume = false,
        RemoteCertificateValidationCallback = (_, shown, chain, errors) =>
        {
            if (errors == SslPolicyErrors.None && OperatorIdentity.Of(shown as X509Certificate2) is not null)
            {
                return true;
            }

            var because = string.Join(", ", chain?.ChainStatus.Select(one => one.StatusInformation.Trim()) ?? []);
            Log.Refused(log, remote, Printable(shown?.Subject ?? "no certificate"), $"{errors} {because}".Trim());
            return false;
        },
    };

    /// <summary>Whoever calls chose it: it must not look like lines of the log.</summary>
    private static string Printable(string subject) =>
        new([.. subject.Where(c => !char.IsControl(c)).Take(SubjectLengthMax)]);

    private X509ChainPolicy Chain()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(_authorities);

        // In the place of the usage of TLS clients, which an operator's certificate has not.
        policy.ApplicationPolicy.Add(OperatorIdentity.AnyUsage);
        return policy;
    }

    private static partial class Log
    {
        [LoggerMessage(6230, LogLevel.Warning,
            "{Remote} was refused as an operator: it shows {Subject}, and that is none of this branch now ({Detail})")]
        public static partial void Refused(ILogger logger, EndPoint? remote, string subject, string detail);
    }
}
