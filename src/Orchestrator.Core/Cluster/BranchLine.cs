using System.Collections.Immutable;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Core.Cluster;

/// <summary>The sessions that wait for a machine of one pool, at whatever node: the first to join is the first to be
/// served. Those that joined together stand by the time of their ids.</summary>
public sealed record BranchLine
{
    public static readonly BranchLine Empty = new([]);

    /// <summary>In the order of the line.</summary>
    private static readonly IComparer<BranchWaiter> Order = Comparer<BranchWaiter>.Create(Compare);

    private readonly ImmutableArray<BranchWaiter> _waiting;

    public BranchLine(IEnumerable<BranchWaiter> waiting)
        : this([.. waiting.Order(Order)])
    {
    }

    private BranchLine(ImmutableArray<BranchWaiter> waiting) => _waiting = waiting;

    public IReadOnlyList<BranchWaiter> Waiting => _waiting;

    /// <summary>With this one in its place, wherever it stood before.</summary>
    public BranchLine With(BranchWaiter waiter)
    {
        var others = Without(waiter.Node, waiter.Session)._waiting;
        return new BranchLine(others.Insert(~others.BinarySearch(waiter, Order), waiter));
    }

    public BranchLine Without(NodeName node, SessionId session) =>
        new(_waiting.RemoveAll(one => one.Node == node && one.Session == session));

    public IEnumerable<SessionId> Of(NodeName node) =>
        _waiting.Where(one => one.Node == node).Select(one => one.Session);

    /// <summary>Who of other nodes was there before this session; all of them when it has not joined yet.</summary>
    public IReadOnlyList<BranchWaiter> OthersBefore(NodeName node, SessionId session) =>
        [.. Before(node, session).Where(one => one.Node != node)];

    private IEnumerable<BranchWaiter> Before(NodeName node, SessionId session) =>
        _waiting.TakeWhile(one => one.Node != node || one.Session != session);

    private static int Compare(BranchWaiter left, BranchWaiter right)
    {
        var byArrival = left.Arrival.CompareTo(right.Arrival);
        var bySession = byArrival != 0 ? byArrival : left.Session.Value.CompareTo(right.Session.Value);
        return bySession != 0 ? bySession : NodeName.Order.Compare(left.Node, right.Node);
    }
}
