using System.CommandLine;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Commands;

internal sealed class ClusterLeaderCommand : Command
{
    public ClusterLeaderCommand(Call call)
        : base("leader", "The server that writes the branch's plan.")
    {
        SetAction((parsed, cancellation) => call.ShowAsync(
            parsed,
            (client, bound) => client.GetClusterAsync(bound),
            ApiJson.Default.ClusterStatus,
            (rows, branch) => rows.Line(branch.Coordinator is null
                ? "no server writes the plan now"
                : $"pbm://{branch.Coordinator}"),
            cancellation));
    }
}
