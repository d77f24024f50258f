namespace Orchestrator.Core.Cluster;

/// <summary>Since when each member cannot be reached, as one observer saw it. The store knows no such time: each node's
/// clock is its own.</summary>
/// <param name="Moments">The moment of each unreachable member, on the observer's monotonic clock.</param>
public sealed record UnreachableSince(IReadOnlyDictionary<NodeName, TimeSpan> Moments)
{
    public static UnreachableSince Nobody { get; } = new(new Dictionary<NodeName, TimeSpan>());

    public UnreachableSince Observe(ClusterSnapshot snapshot, TimeSpan now) => new(snapshot.Members.Unreachable
        .ToDictionary(node => node, node => Moments.GetValueOrDefault(node, now)));

    public IReadOnlyDictionary<NodeName, TimeSpan> For(TimeSpan now) =>
        Moments.ToDictionary(moment => moment.Key, moment => now - moment.Value);

    /// <summary>When the first of them has been away for so long, or null when none will: the time to look
    /// again.</summary>
    public TimeSpan? NextAfter(TimeSpan duration, TimeSpan now) => Moments.Values
        .Select(moment => moment + duration)
        .Where(due => due > now)
        .Order()
        .Select(due => (TimeSpan?)due)
        .FirstOrDefault();
}
