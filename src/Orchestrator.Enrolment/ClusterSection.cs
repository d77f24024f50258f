using System.Text;
using Orchestrator.Core.Cluster;

namespace Orchestrator.Enrolment;

/// <summary>The section <c>cluster</c> of a node's configuration, as text.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="Address">Where the other nodes reach it.</param>
/// <param name="Files">Its files.</param>
/// <param name="Endpoints">Client URLs of etcd's members, the nearest first.</param>
public sealed record ClusterSection(
    NodeName Node, NodeAddress Address, NodeFiles Files, IReadOnlyList<Uri> Endpoints)
{
    /// <summary>Whether this server signs for new ones.</summary>
    public bool HoldsAuthorityKey { get; init; }

    public string ToYaml()
    {
        var text = new StringBuilder()
            .Append("cluster:\n")
            .Append($"  node: {Node}\n")
            .Append($"  address: \"{Address}\"\n")
            .Append($"  certificate: \"{Files.Certificate}\"\n")
            .Append($"  key: \"{Files.Key}\"\n")
            .Append($"  authority: \"{Files.Authority}\"\n");
        if (HoldsAuthorityKey)
        {
            text.Append($"  authorityKey: \"{Files.AuthorityKey}\"\n");
        }

        text.Append("  etcd:\n    endpoints:\n");
        foreach (var endpoint in Endpoints)
        {
            text.Append($"      - \"{endpoint.GetLeftPart(UriPartial.Authority)}\"\n");
        }

        if (Endpoints.Any(endpoint => endpoint.Scheme == Uri.UriSchemeHttps))
        {
            text.Append($"    certificate: \"{Files.Certificate}\"\n")
                .Append($"    key: \"{Files.Key}\"\n")
                .Append($"    authority: \"{Files.Authority}\"\n");
        }

        return text.ToString();
    }
}
