using System.CommandLine;
using Orchestrator.Contracts;
using Orchestrator.Cli.Output;

namespace Orchestrator.Cli.Commands;

internal sealed class SessionShowCommand : Command
{
    public SessionShowCommand(Call call)
        : base("show", "Live sessions and the latest ended ones, newest first.")
    {
        var pool = new PoolOption();
        Options.Add(pool);
        SetAction((parsed, cancellation) => call.ShowAsync(
            parsed,
            (client, bound) => client.GetSessionsAsync(parsed.GetValue(pool), bound),
            ApiJson.Default.IReadOnlyListSessionStatus,
            (rows, answer) => rows.Rows(
                ["session", "pool", "kiosk", "state", "port", "machine", "signalled", "ended", "reason"],
                [.. answer.Select(IReadOnlyList<string> (one) =>
                [
                    one.Id, one.Pool, one.Kiosk, one.State, Field.Of(one.ConsolePort), Field.Of(one.Machine),
                    Field.Of(one.SignalledAt), Field.Of(one.EndedAt), Field.Of(one.EndReason),
                ])],
                "sessions"),
            cancellation));
    }
}
