using System.Collections.Immutable;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Core.Cluster;

/// <summary>The sessions that wait for a machine of one pool, at whatever node: the first to join is the first to be
/// served. Those that joined together stand by the time of their ids.</summary>
public sealed record BranchLine
{
    public static readonly BranchLine Empty = new([]);

    private readonly ImmutableArray<BranchWaiter> _waiting;

    public BranchLine(IEnumerable<BranchWaiter> waiting) =>
        _waiting = [.. waiting.OrderBy(one => one.Arrival).ThenBy(one => one.Session.Value)
            .ThenBy(one => one.Node, NodeName.Order)];

    public IReadOnlyList<BranchWaiter> Waiting => _waiting;

    public IEnumerable<SessionId> Of(NodeName node) =>
        _waiting.Where(one => one.Node == node).Select(one => one.Session);

    /// <summary>Who of other nodes was there before this session; all of them when it has not joined yet.</summary>
    public IReadOnlyList<BranchWaiter> OthersBefore(NodeName node, SessionId session) =>
        [.. Before(node, session).Where(one => one.Node != node)];

    private IEnumerable<BranchWaiter> Before(NodeName node, SessionId session) =>
        _waiting.TakeWhile(one => one.Node != node || one.Session != session);
}
