using System.CommandLine;
using Orchestrator.Contracts;
using Orchestrator.Cli.Output;

namespace Orchestrator.Cli.Commands;

internal sealed class PoolShowCommand : Command
{
    public PoolShowCommand(Call call)
        : base("show", "Size, clean machines and waiting kiosks of every pool.")
    {
        SetAction((parsed, cancellation) => call.ShowAsync(
            parsed,
            (client, bound) => client.GetPoolsAsync(bound),
            ApiJson.Default.IReadOnlyListPoolStatus,
            (rows, answer) => rows.Rows(
                ["pool", "size", "clean", "waiting", "orphans", "alarms"],
                [.. answer.Select(IReadOnlyList<string> (one) =>
                [
                    one.Name, Field.Of(one.Size), Field.Of(one.Clean), Field.Of(one.Waiting), Field.Of(one.Orphans),
                    Field.Of(one.Alarms.Count),
                ])],
                "pools"),
            cancellation));
    }
}
