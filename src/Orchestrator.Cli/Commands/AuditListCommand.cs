using System.CommandLine;
using Orchestrator.Contracts;
using Orchestrator.Cli.Output;

namespace Orchestrator.Cli.Commands;

internal sealed class AuditListCommand : Command
{
    public AuditListCommand(Call call)
        : base("list", "The latest changes that somebody asked for, oldest first.")
    {
        var last = new Option<int>("--last", "-n") { Description = "how many", DefaultValueFactory = _ => 100 };
        Options.Add(last);
        SetAction((parsed, cancellation) => call.ShowAsync(
            parsed,
            (client, bound) => client.GetAuditAsync(parsed.GetValue(last), bound),
            ApiJson.Default.IReadOnlyListAuditEntry,
            (rows, answer) => rows.Rows(
                ["when", "who", "what", "outcome"],
                [.. answer.Select(IReadOnlyList<string> (one) =>
                [
                    Field.Of(one.At), one.Caller, one.Change, one.Outcome is null ? "asked" : Field.Of(one.Outcome),
                ])],
                "entries"),
            cancellation));
    }
}
