using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Core.Cluster;

namespace Orchestrator.Core.Tests.Cluster;

/// <summary>FsCheck prints the seed and the smallest case that fails.</summary>
public sealed class SlotPlannerPropertyTests
{
    private const int CasesMax = 2_000;
    private const int SmallCasesMax = 500;

    [Fact]
    public void Plan_Any_MeetsTheTargetWithinCapacity() => Holds(PlanCase.Any(7, 20), CasesMax, one =>
    {
        var plan = one.Plan();
        return plan.Sum() == one.Target
            && one.PlanOf(one.PreviousPlan).SlotsOf(Branch.Pool) <= one.Size
            && plan.Zip(one.Capacities).All(pair => pair.First <= pair.Second);
    });

    [Fact]
    public void Plan_Any_KeepsToProportionalShares() => Holds(PlanCase.Any(7, 20), CasesMax, one =>
        one.Plan().Select((slots, index) => slots <= one.ShareMax(index)).All(kept => kept));

    [Fact]
    public void Plan_SmallCases_MovesAsFewAsBruteForce() => Holds(PlanCase.Any(4, 4), SmallCasesMax, one =>
        Moves(one.Previous, one.Plan()) == AllPlans(one).Min(plan => Moves(one.Previous, plan)));

    [Fact]
    public void Plan_NothingChanged_IsThePreviousOne() => Holds(PlanCase.Any(7, 20), CasesMax, one =>
    {
        var first = one.PlanOf(one.PreviousPlan);
        return first.Equals(one.PlanOf(first));
    });

    [Fact]
    public void Plan_OrderOfNodes_DoesNotMatter() => Holds(PlanCase.Any(7, 20), CasesMax, one =>
        one.Plan().SequenceEqual(one.Plan(reversed: true)));

    [Fact]
    public void Plan_SeveralPools_NeverExceedANode() => Holds(
        PlanCase.Any(5, 12),
        CasesMax,
        one =>
        {
            PoolDefinition[] pools =
            [
                Branch.Definition(one.Size) with { Machine = new MachineSize(2, 1) },
                Branch.Definition(one.Size, "second") with { Machine = new MachineSize(1, 3) },
                Branch.Definition(one.Size, "third"),
            ];
            var nodes = one.Capacities.Select((capacity, index) => (capacity, index)).ToDictionary(
                node => Branch.Node(PlanCase.Letter(node.index)), node => Branch.Offers(node.capacity));
            var plan = SlotPlanner.Plan(pools, nodes, new HashSet<NodeName>(), one.PreviousPlan);
            var again = SlotPlanner.Plan(pools, nodes, new HashSet<NodeName>(), plan);
            return plan.Equals(again) && nodes.All(node => Fits(pools, plan, node.Key, node.Value.Capacity));
        });

    private static bool Fits(PoolDefinition[] pools, SlotPlan plan, NodeName node, NodeCapacity capacity) =>
        pools.Sum(pool => plan.SlotsOf(pool.Name, node) * pool.Machine.MemoryBytes) <= capacity.MemoryBytes
        && pools.Sum(pool => plan.SlotsOf(pool.Name, node) * pool.Machine.Processors) <= capacity.Processors;

    private static int Moves(int[] from, int[] to) => from.Zip(to).Sum(pair => Math.Abs(pair.First - pair.Second));

    /// <summary>Every plan that meets the target within the proportional shares.</summary>
    private static IEnumerable<int[]> AllPlans(PlanCase one) => Enumerable.Range(0, one.Capacities.Length)
        .Aggregate<int, IEnumerable<int[]>>(
            [[]],
            (plans, index) => plans.SelectMany(plan =>
                Enumerable.Range(0, one.ShareMax(index) + 1).Select(slots => (int[])[.. plan, slots])))
        .Where(plan => plan.Sum() == one.Target);

    private static void Holds(Arbitrary<PlanCase> cases, int count, Func<PlanCase, bool> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(count), Prop.ForAll(cases, property));
}
