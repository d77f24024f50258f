using System.CommandLine;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Commands;

internal sealed class ClusterDownUnreachableCommand : Command
{
    public ClusterDownUnreachableCommand(Call call)
        : base("down-unreachable", "Gives up every server that cannot be reached.")
    {
        SetAction((parsed, cancellation) => call.OrderAsync(parsed, ApiRoutes.DownUnreachable, cancellation));
    }
}
