using Orchestrator.Core.Pools;

namespace Orchestrator.Core.Cluster;

/// <summary>How many slots of each pool each node should hold. What is not listed is 0; equal by content.</summary>
public sealed class SlotPlan : IEquatable<SlotPlan>
{
    private readonly Dictionary<(PoolName Pool, NodeName Node), int> _slots = [];

    /// <param name="entries">Each pool and node at most once.</param>
    public SlotPlan(IEnumerable<PlannedSlots> entries)
    {
        Entries =
        [
            .. entries.Where(entry => entry.Slots > 0)
                .OrderBy(entry => entry.Pool.Value, StringComparer.Ordinal)
                .ThenBy(entry => entry.Node, NodeName.Order),
        ];
        foreach (var (pool, node, slots) in Entries)
        {
            Invariant.Require(_slots.TryAdd((pool, node), slots), "a plan names each pool and node once");
        }
    }

    public static SlotPlan Empty { get; } = new([]);

    /// <summary>In the order of pools and then nodes.</summary>
    public IReadOnlyList<PlannedSlots> Entries { get; }

    public int SlotsOf(PoolName pool, NodeName node) => _slots.GetValueOrDefault((pool, node));

    public int SlotsOf(PoolName pool) => Entries.Where(entry => entry.Pool == pool).Sum(entry => entry.Slots);

    public int SlotsOn(NodeName node) => Entries.Where(entry => entry.Node == node).Sum(entry => entry.Slots);

    public bool Equals(SlotPlan? other) => other is not null && Entries.SequenceEqual(other.Entries);

    public override bool Equals(object? obj) => Equals(obj as SlotPlan);

    public override int GetHashCode() => Entries.Aggregate(0, HashCode.Combine);

    public override string ToString() =>
        string.Join(", ", Entries.Select(entry => $"{entry.Pool}@{entry.Node}={entry.Slots}"));
}
