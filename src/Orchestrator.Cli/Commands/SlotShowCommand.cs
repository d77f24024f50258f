using System.CommandLine;
using Orchestrator.Contracts;
using Orchestrator.Cli.Output;

namespace Orchestrator.Cli.Commands;

internal sealed class SlotShowCommand : Command
{
    public SlotShowCommand(Call call)
        : base("show", "Every slot with its machine and session.")
    {
        var pool = new PoolOption();
        Options.Add(pool);
        SetAction((parsed, cancellation) => call.ShowAsync(
            parsed,
            (client, bound) => client.GetSlotsAsync(parsed.GetValue(pool), bound),
            ApiJson.Default.IReadOnlyListSlotStatus,
            (rows, answer) => rows.Rows(
                ["slot", "state", "machine", "machine state", "session", "failures", "rests until", "last failure"],
                [.. answer.Select(IReadOnlyList<string> (one) =>
                [
                    $"{one.Pool}/{one.ConsolePort}", one.State, Field.Of(one.Machine), Field.Of(one.MachineState),
                    Field.Of(one.Session), Field.Of(one.FailuresInARow), Field.Of(one.RestsUntil),
                    Field.Of(one.LastFailure),
                ])],
                "slots"),
            cancellation));
    }
}
