using System.CommandLine;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Commands;

internal sealed class ActorSystemCommand : Command
{
    public ActorSystemCommand(Call call)
        : base("system", "The address of the node's actor system.")
    {
        SetAction((parsed, cancellation) => call.ShowAsync(
            parsed,
            (client, bound) => client.GetActorsAsync(bound),
            ApiJson.Default.ActorTree,
            (rows, tree) => rows.Line($"pbm://{tree.System}@{tree.Node}"),
            cancellation));
    }
}
