using System.CommandLine;
using Orchestrator.Cli.Output;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Commands;

internal sealed class ClusterStatusCommand : Command
{
    public ClusterStatusCommand(Call call)
        : base("status", "This server's own row.")
    {
        SetAction((parsed, cancellation) => call.ShowAsync(
            parsed,
            (client, bound) => client.GetClusterAsync(bound),
            ApiJson.Default.ClusterStatus,
            (rows, branch) => rows.Line(branch.Members.FirstOrDefault(member => member.Node == branch.Node) is { } own
                ? string.Join(" | ", MemberRow.Of(own)).TrimEnd()
                : $"{branch.Node} is not a member of the branch now"),
            cancellation));
    }
}
