using System.CommandLine;
using Orchestrator.Cli.Output;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Commands;

/// <summary>Orders a server to leave, and shows how far it is until it is gone.</summary>
internal sealed class ClusterLeaveCommand : Command
{
    private readonly Call _call;
    private readonly NameArgument _node = new("node", Names.OfNodes)
    {
        Description = "its name, as cluster show writes it; without one: the server that answers",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly DurationOption _deadline = new("--deadline", "-d")
    {
        Description = "end sessions that still run after it, such as 90s, 10m or 2h; without one they run to their end",
    };

    private readonly Option<bool> _noWait = new("--no-wait") { Description = "do not wait until it is gone" };

    public ClusterLeaveCommand(Call call)
        : base("leave", "A server takes no new sessions and goes when the running ones have ended.")
    {
        _call = call;
        Arguments.Add(_node);
        Options.Add(_deadline);
        Options.Add(_noWait);
        SetAction((parsed, cancellation) => call.RunAsync(
            parsed,
            (client, bound) => LeaveAsync(client, parsed, bound),
            cancellation,
            isEndless: !parsed.GetValue(_noWait),
            interrupted: ExitCode.TimedOut));
    }

    private async Task LeaveAsync(ApiClient client, ParseResult parsed, CancellationToken cancellation)
    {
        var node = parsed.GetValue(_node)
            ?? (await client.GetClusterAsync(cancellation).ConfigureAwait(false)).Node;
        var route = ApiRoutes.Fill(ApiRoutes.LeaveCluster, ("node", node))
            + (parsed.GetValue(_deadline) is { } text ? $"?within={DurationOption.Seconds(text)}" : "");
        var begun = await client.OrderAsync(route, cancellation).ConfigureAwait(false);
        var progress = new LeaveProgress(_call.Terminal, parsed.GetValue(_call.Json));
        progress.Begin(begun);
        if (parsed.GetValue(_noWait))
        {
            return;
        }

        try
        {
            while (Find(await client.GetClusterAsync(cancellation).ConfigureAwait(false), node) is { } member)
            {
                progress.Show(member);
                await Task.Delay(_call.ProgressPause, TimeProvider.System, cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            progress.Interrupt(node);
            throw;
        }

        progress.End(node);
    }

    /// <returns>The server while it is on its way.</returns>
    private static ClusterMember? Find(ClusterStatus branch, string node) =>
        branch.Members.FirstOrDefault(member => member.Node == node) switch
        {
            null or { Status: "removed" } => null,
            { Status: "down" } => throw new ApiException(
                409, "member-down", $"server {node} was given up while it left; it wipes itself should it return"),
            var member => member,
        };
}
