using System.CommandLine;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Commands;

internal sealed class SessionEndCommand : Command
{
    public SessionEndCommand(Call call)
        : base("end", "Ends a session and deletes its machine.")
    {
        var session = new NameArgument("session", Names.OfSessions)
        {
            Description = "its id, as session show writes it",
        };
        Arguments.Add(session);
        SetAction((parsed, cancellation) => call.OrderAsync(
            parsed, ApiRoutes.Fill(ApiRoutes.EndSession, ("id", parsed.GetRequiredValue(session))), cancellation));
    }
}
