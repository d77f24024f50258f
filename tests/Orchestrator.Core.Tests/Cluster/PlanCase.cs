using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Core.Cluster;

namespace Orchestrator.Core.Tests.Cluster;

/// <summary>One pool on a few nodes, for properties.</summary>
/// <param name="Size">The pool's size.</param>
/// <param name="Capacities">What fits on each node.</param>
/// <param name="Previous">What each node held.</param>
/// <param name="Clean">Clean machines of each node.</param>
/// <param name="Awaited">What a node that is away holds, 0: none is away.</param>
internal sealed record PlanCase(int Size, int[] Capacities, int[] Previous, int[] Clean, int Awaited)
{
    private const char Away = 'z';

    public SlotPlan PreviousPlan => Branch.Plan(
        [.. Previous.Select((slots, index) => (Letter(index), slots)), (Away, Awaited)]);

    public static Arbitrary<PlanCase> Any(int nodesMax, int slotsMax)
    {
        var slots = Gen.Choose(0, slotsMax);
        return (from nodes in Gen.Choose(0, nodesMax)
                from size in Gen.Choose(0, nodesMax * slotsMax)
                from capacities in slots.ArrayOf(nodes)
                from previous in slots.ArrayOf(nodes)
                from clean in slots.ArrayOf(nodes)
                from awaited in Gen.Frequency((2, Gen.Constant(0)), (1, slots))
                select new PlanCase(size, capacities, previous, clean, awaited)).ToArbitrary();
    }

    public static char Letter(int index) => (char)('a' + index);

    public int[] Plan(SlotPlan? previous = null, bool reversed = false)
    {
        var plan = PlanOf(previous ?? PreviousPlan, reversed);
        return [.. Capacities.Select((_, index) => plan.SlotsOf(Branch.Pool, Branch.Node(Letter(index))))];
    }

    public SlotPlan PlanOf(SlotPlan previous, bool reversed = false)
    {
        var nodes = Capacities.Select((capacity, index) =>
            KeyValuePair.Create(Branch.Node(Letter(index)), Branch.Offers(capacity, Clean[index])));
        return SlotPlanner.Plan(
            [Branch.Definition(Size)],
            new Dictionary<NodeName, NodeAnnouncement>(reversed ? nodes.Reverse() : nodes),
            new HashSet<NodeName>(Awaited == 0 ? [] : [Branch.Node(Away)]),
            previous);
    }

    /// <summary>What is for the nodes that are here: the pool's size without what the one away keeps, as far as it
    /// fits.</summary>
    public int Target => Math.Min(Math.Max(0, Size - Awaited), Capacities.Sum());

    /// <summary>A node's proportional share of the target, rounded up.</summary>
    public int ShareMax(int index) => Capacities.Sum() == 0
        ? 0
        : (int)Math.Ceiling((decimal)Target * Capacities[index] / Capacities.Sum());

    public override string ToString() =>
        $"size {Size}, capacities [{string.Join(' ', Capacities)}], previous [{string.Join(' ', Previous)}], "
        + $"clean [{string.Join(' ', Clean)}], awaited {Awaited}";
}
