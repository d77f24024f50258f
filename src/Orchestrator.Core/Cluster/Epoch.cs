namespace Orchestrator.Core.Cluster;

/// <summary>
/// A fencing token: whoever owns a thing later has a higher one. A lease excludes nobody from what lies outside of
/// etcd, so each resource refuses an epoch that is lower than the highest it has seen.
/// </summary>
public readonly record struct Epoch(long Value)
{
    /// <summary>The epoch of a branch that has one node: it always owns all.</summary>
    public static Epoch Single { get; } = new(1);

    /// <summary>Whether a resource that has seen <paramref name="highest"/> must refuse this one.</summary>
    public bool IsFencedBy(Epoch highest) => Value < highest.Value;

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
