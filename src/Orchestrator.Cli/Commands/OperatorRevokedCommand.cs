using System.CommandLine;
using Orchestrator.Cli.Output;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Commands;

internal sealed class OperatorRevokedCommand : Command
{
    public OperatorRevokedCommand(Call call)
        : base("revoked", "The operators and certificates that are refused, oldest first.")
    {
        SetAction((parsed, cancellation) => call.ShowAsync(
            parsed,
            (client, bound) => client.GetRevokedOperatorsAsync(bound),
            ApiJson.Default.IReadOnlyListOperatorRevocation,
            (rows, all) => rows.Rows(
                ["operator", "serial", "revoked", "by"],
                [.. all.Select(IReadOnlyList<string> (one) =>
                    [one.Name, one.Serial ?? "all", Field.Of(one.At), one.By])],
                "revocations"),
            cancellation));
    }
}
