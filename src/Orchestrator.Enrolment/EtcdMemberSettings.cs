using System.Net;
using Orchestrator.Core.Cluster;

namespace Orchestrator.Enrolment;

/// <summary>What etcd's member on a node's server has to be told: TLS on both ports, and certificates of the branch
/// from everybody who calls.</summary>
/// <param name="node">The node, whose name the member takes.</param>
/// <param name="host">The host of the node's address.</param>
/// <param name="files">The node's files.</param>
/// <param name="data">The member's directory.</param>
public sealed class EtcdMemberSettings(NodeName node, string host, NodeFiles files, string data)
{
    public const string DataDefault = "/var/lib/pbm/etcd";

    private const int ClientPort = 2379;
    private const int PeerPort = 2380;

    public Uri ClientUrl => UrlOf(host, ClientPort);

    public Uri PeerUrl => UrlOf(host, PeerPort);

    /// <summary>What every member starts with: its own part of <see cref="Environment"/>'s list.</summary>
    public string Entry => $"{node}={Text(PeerUrl)}";

    /// <summary>The variables of a member as a file for a shell and for systemd.</summary>
    /// <param name="members">All members, this one included, as <c>name=peer URL</c>.</param>
    /// <param name="isFirst">Whether it begins a store of its own.</param>
    public string Environment(IEnumerable<string> members, bool isFirst) => string.Concat(
        Settings(members, isFirst).Select(one =>
            $"ETCD_{one.Name.ToUpperInvariant().Replace('-', '_')}='{one.Value}'\n"));

    /// <summary>The same as a command.</summary>
    /// <inheritdoc cref="Environment"/>
    public string CommandLine(IEnumerable<string> members, bool isFirst) =>
        "etcd " + string.Join(' ', Settings(members, isFirst).Select(one => $"--{one.Name}={one.Value}"));

    private IEnumerable<(string Name, string Value)> Settings(IEnumerable<string> members, bool isFirst)
    {
        // etcd listens on addresses only.
        var listen = IPAddress.TryParse(host, out _) ? host : $"{IPAddress.Any}";
        return
        [
            ("name", node.Value),
            ("data-dir", data),
            ("listen-client-urls", Text(UrlOf(listen, ClientPort))),
            ("advertise-client-urls", Text(ClientUrl)),
            ("listen-peer-urls", Text(UrlOf(listen, PeerPort))),
            ("initial-advertise-peer-urls", Text(PeerUrl)),
            ("initial-cluster", string.Join(',', members)),
            ("initial-cluster-state", isFirst ? "new" : "existing"),
            ("client-cert-auth", "true"),
            ("trusted-ca-file", files.Authority),
            ("cert-file", files.Certificate),
            ("key-file", files.Key),
            ("peer-client-cert-auth", "true"),
            ("peer-trusted-ca-file", files.Authority),
            ("peer-cert-file", files.Certificate),
            ("peer-key-file", files.Key),
        ];
    }

    private static Uri UrlOf(string host, int port) => new UriBuilder(Uri.UriSchemeHttps, host, port).Uri;

    /// <summary>Without the slash at the end, which etcd compares too.</summary>
    private static string Text(Uri url) => url.GetLeftPart(UriPartial.Authority);
}
