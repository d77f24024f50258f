using System.CommandLine;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Commands;

internal sealed class ClusterDownCommand : Command
{
    public ClusterDownCommand(Call call)
        : base("down", "Gives up a server that cannot be reached and will not come back.")
    {
        var node = new NameArgument("node", Names.OfNodes) { Description = "its name, as cluster show writes it" };
        Arguments.Add(node);
        SetAction((parsed, cancellation) => call.OrderAsync(
            parsed,
            ApiRoutes.Fill(ApiRoutes.DownMember, ("node", parsed.GetRequiredValue(node))),
            cancellation));
    }
}
