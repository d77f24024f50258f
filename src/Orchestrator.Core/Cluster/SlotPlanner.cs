namespace Orchestrator.Core.Cluster;

/// <summary>
/// How many slots each node should hold. A pool is spread over the nodes that have its golden image, in proportion to
/// what fits there, and never beyond; of all such plans the one that moves the fewest slots of the previous plan is
/// taken. The same input gives the same plan on each node.
/// </summary>
public static class SlotPlanner
{
    /// <param name="pools">In the order of precedence: what an earlier one takes is not there for a later one. Each
    /// name once.</param>
    /// <param name="nodes">The nodes that may hold slots.</param>
    /// <param name="awaited">Nodes that are away, but not for long enough to be planned around: they keep what they
    /// have, because a plan that follows every hiccup moves slots for nothing.</param>
    /// <param name="previous">The plan until now.</param>
    public static SlotPlan Plan(
        IEnumerable<PoolDefinition> pools,
        IReadOnlyDictionary<NodeName, NodeAnnouncement> nodes,
        IReadOnlySet<NodeName> awaited,
        SlotPlan previous)
    {
        Invariant.Require(!awaited.Any(nodes.ContainsKey), "a node is here or away");
        var entries = new List<PlannedSlots>();
        var taken = nodes.Keys.ToDictionary(node => node, _ => (Memory: 0L, Processors: 0));
        foreach (var pool in pools)
        {
            var kept = KeepAwaited(pool, awaited, previous);
            entries.AddRange(kept);
            var shares = nodes
                .Where(node => node.Value.GoldenImages.Contains(pool.GoldenImageSha256))
                .Select(node => Share.Of(pool, node.Key, node.Value, taken[node.Key], previous))
                .OrderBy(share => share.Node, NodeName.Order)
                .ToList();
            Spread(shares, pool.Size - kept.Sum(entry => entry.Slots));
            foreach (var share in shares)
            {
                var (memory, processors) = taken[share.Node];
                taken[share.Node] = (
                    memory + (share.Slots * pool.Machine.MemoryBytes),
                    processors + (share.Slots * pool.Machine.Processors));
                entries.Add(new PlannedSlots(pool.Name, share.Node, share.Slots));
            }
        }

        return new SlotPlan(entries);
    }

    /// <summary>The pool may have shrunk meanwhile; then the awaited nodes share what is left of it, in the order of
    /// their names.</summary>
    private static List<PlannedSlots> KeepAwaited(
        PoolDefinition pool, IReadOnlySet<NodeName> awaited, SlotPlan previous)
    {
        var left = Math.Max(0, pool.Size);
        var kept = new List<PlannedSlots>();
        foreach (var node in awaited.Order(NodeName.Order))
        {
            var slots = Math.Min(left, previous.SlotsOf(pool.Name, node));
            left -= slots;
            kept.Add(new PlannedSlots(pool.Name, node, slots));
        }

        return kept;
    }

    /// <summary>
    /// Every node keeps what it has, up to its proportional share rounded up; only the difference to the target moves.
    /// The shares together are never less than the target, so it is always met.
    /// </summary>
    private static void Spread(List<Share> shares, int wanted)
    {
        var capacity = shares.Sum(share => (long)share.Capacity);
        var target = (int)Math.Min(Math.Max(0, wanted), capacity);
        foreach (var share in shares)
        {
            share.Limit(capacity == 0 ? 0 : (int)(((target * (long)share.Capacity) + capacity - 1) / capacity));
        }

        var missing = target - shares.Sum(share => share.Slots);
        for (; missing > 0; missing--)
        {
            // MaxBy takes the first of equals, and the shares are in the order of their names.
            shares.MaxBy(share => share.SlotsMax - share.Slots)!.Add();
        }

        for (; missing < 0; missing++)
        {
            shares.Where(share => share.Slots > 0).MaxBy(share => (share.Clean, share.Slots))!.GiveUp();
        }
    }

    private sealed class Share
    {
        private Share(NodeName node, int capacity, int slots, int clean) =>
            (Node, Capacity, SlotsMax, Slots, Clean) = (node, capacity, capacity, slots, clean);

        public NodeName Node { get; }

        public int Capacity { get; }

        public int SlotsMax { get; private set; }

        public int Slots { get; private set; }

        /// <summary>Clean machines that are left when the slots given up so far took theirs: who has most loses
        /// nobody's session.</summary>
        public int Clean { get; private set; }

        public static Share Of(
            PoolDefinition pool, NodeName node, NodeAnnouncement announcement, (long Memory, int Processors) taken,
            SlotPlan previous) => new(
                node,
                announcement.Capacity.Fits(pool.Machine, taken.Memory, taken.Processors),
                previous.SlotsOf(pool.Name, node),
                announcement.CleanMachines.GetValueOrDefault(pool.Name));

        public void Limit(int slotsMax)
        {
            SlotsMax = Math.Min(Capacity, slotsMax);
            Slots = Math.Min(Slots, SlotsMax);
        }

        public void Add() => Slots++;

        public void GiveUp() => (Slots, Clean) = (Slots - 1, Clean - 1);
    }
}
