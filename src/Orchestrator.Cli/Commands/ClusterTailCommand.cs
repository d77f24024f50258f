using System.CommandLine;
using System.Text.Json;
using Orchestrator.Cli.Output;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Commands;

internal sealed class ClusterTailCommand : Command
{
    public ClusterTailCommand(Call call)
        : base("tail", "What is in the branch, and every change of members, leader and plan until Ctrl+C.")
    {
        SetAction((parsed, cancellation) => call.RunAsync(
            parsed,
            async (client, bound) =>
            {
                await foreach (var change in client.ReadClusterEventsAsync(bound).ConfigureAwait(false))
                {
                    await call.Terminal.Output.WriteLineAsync(parsed.GetValue(call.Json)
                        ? JsonSerializer.Serialize(change, ApiJson.Default.ClusterEvent)
                        : $"{Field.Of(change.At)} | {change.Kind} | {Field.Of(change.Node)} | {change.Detail}".TrimEnd(
                            ' ', '|')).ConfigureAwait(false);
                    await call.Terminal.Output.FlushAsync(bound).ConfigureAwait(false);
                }
            },
            cancellation,
            isEndless: true));
    }
}
