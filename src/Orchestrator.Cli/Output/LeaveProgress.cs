using System.Text.Json;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Output;

/// <summary>Responsible for showing how far a server is that leaves: a person's terminal gets one line that changes, a
/// program a line for each change.</summary>
internal sealed class LeaveProgress(Terminal terminal, bool isJson)
{
    private const string Rewrite = "\r\u001b[K";

    private string? _shown;
    private bool _isAway;

    private bool IsLive => terminal.IsTerminal && !isJson;

    public void Begin(OrderDone begun) => terminal.Output.WriteLine(
        isJson ? JsonSerializer.Serialize(begun, ApiJson.Default.OrderDone) : begun.Detail);

    public void Show(ClusterMember member)
    {
        Warn(member);
        var line = isJson
            ? JsonSerializer.Serialize(member, ApiJson.Default.ClusterMember)
            : $"{member.Node} | {member.Status} | {(member.IsReachable ? "" : "unreachable")} | "
                + $"slots: {member.Machines} | sessions: {member.Sessions}";
        if (line == _shown)
        {
            return;
        }

        _shown = line;
        if (IsLive)
        {
            terminal.Output.Write(Rewrite + line);
            terminal.Output.Flush();
        }
        else
        {
            terminal.Output.WriteLine(line);
        }
    }

    public void End(string node)
    {
        EndLine();
        var text = $"server {node} has left the branch; its daemon joins again only when it is started again";
        terminal.Output.WriteLine(
            isJson ? JsonSerializer.Serialize(new OrderDone(text), ApiJson.Default.OrderDone) : text);
    }

    public void Interrupt(string node)
    {
        EndLine();
        terminal.Errors.WriteLine($"server {node} goes on leaving; pbm cluster leave {node} shows how far it is");
    }

    /// <summary>It may be back in a moment, so that the wait goes on; an operator who knows better must know what to
    /// do.</summary>
    private void Warn(ClusterMember member)
    {
        if (!member.IsReachable && !_isAway)
        {
            EndLine();
            _shown = null;
            terminal.Errors.WriteLine($"server {member.Node} cannot be reached now, and cannot go on leaving until it "
                + $"is back; if it will not come back: pbm cluster down {member.Node}");
        }

        _isAway = !member.IsReachable;
    }

    private void EndLine()
    {
        if (IsLive && _shown is not null)
        {
            terminal.Output.WriteLine();
        }
    }
}
