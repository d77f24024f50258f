using System.CommandLine;
using Orchestrator.Cli.Output;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Commands;

internal sealed class ClusterShowCommand : Command
{
    public ClusterShowCommand(Call call)
        : base("show", "Every server of the branch, as this one sees it.")
    {
        SetAction((parsed, cancellation) => call.ShowAsync(
            parsed,
            (client, bound) => client.GetClusterAsync(bound),
            ApiJson.Default.ClusterStatus,
            (rows, branch) =>
            {
                rows.Rows(MemberRow.Heading, [.. branch.Members.Select(MemberRow.Of)], "nodes");
                if (!branch.SeesStore)
                {
                    rows.Line($"{branch.Node} does not see the branch's store: what is shown may be old");
                }
            },
            cancellation));
    }
}
