using System.CommandLine;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Commands;

internal sealed class TokenRevokeCommand : Command
{
    public TokenRevokeCommand(Call call)
        : base("revoke", "Ends a token before its time; a server that has joined with it stays.")
    {
        var id = new NameArgument("token", Names.OfTokens) { Description = "its id, as token list writes it" };
        Arguments.Add(id);
        SetAction((parsed, cancellation) => call.OrderAsync(
            parsed,
            ApiRoutes.Fill(ApiRoutes.RevokeJoinToken, ("id", parsed.GetRequiredValue(id))),
            cancellation));
    }
}
