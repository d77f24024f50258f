using System.CommandLine;
using Orchestrator.Cli.Output;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Commands;

internal sealed class TokenListCommand : Command
{
    public TokenListCommand(Call call)
        : base("list", "The branch's join tokens, the oldest first; their secrets are with whoever holds them.")
    {
        SetAction((parsed, cancellation) => call.ShowAsync(
            parsed,
            (client, bound) => client.GetJoinTokensAsync(bound),
            ApiJson.Default.IReadOnlyListJoinTokenStatus,
            (rows, answer) => rows.Rows(
                ["token", "state", "expires", "created by", "used by", "used at"],
                [.. answer.Select(IReadOnlyList<string> (one) =>
                [
                    one.Id, one.State, Field.Of(one.ExpiresAt), one.CreatedBy, Field.Of(one.UsedBy),
                    Field.Of(one.UsedAt),
                ])],
                "tokens"),
            cancellation));
    }
}
