using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;

namespace Orchestrator.Core.Tests.Cluster;

public sealed class SlotPlannerTests
{
    [Fact]
    public void Plan_EqualNodes_SharesEqually() =>
        Is(Branch.Plan(('a', 2), ('b', 2), ('c', 2)), 6, [('a', Branch.Offers(8)), ('b', Branch.Offers(8)),
            ('c', Branch.Offers(8))]);

    [Fact]
    public void Plan_LargerNode_HoldsProportionallyMore() =>
        Is(Branch.Plan(('a', 4), ('b', 2)), 6, [('a', Branch.Offers(8)), ('b', Branch.Offers(4))]);

    [Fact]
    public void Plan_TooLittleCapacity_FillsIt() =>
        Is(Branch.Plan(('a', 3), ('b', 1)), 9, [('a', Branch.Offers(3)), ('b', Branch.Offers(1))]);

    [Fact]
    public void Plan_NodeWithoutTheImage_HoldsNothing() =>
        Is(Branch.Plan(('a', 4)), 4, [('a', Branch.Offers(8)), ('b', Branch.Offers(8, image: "bb"))]);

    [Fact]
    public void Plan_NodeJoins_TakesItsShareAndNoMore() => Is(
        Branch.Plan(('a', 2), ('b', 2), ('c', 2)),
        6,
        [('a', Branch.Offers(8)), ('b', Branch.Offers(8)), ('c', Branch.Offers(8))],
        Branch.Plan(('a', 3), ('b', 3)));

    [Fact]
    public void Plan_NodeGone_OthersKeepAndTakeOver() => Is(
        Branch.Plan(('a', 3), ('b', 3)),
        6,
        [('a', Branch.Offers(8)), ('b', Branch.Offers(8))],
        Branch.Plan(('a', 2), ('b', 2), ('c', 2)));

    [Fact]
    public void Plan_AwaitedNode_KeepsItsSlots()
    {
        var plan = SlotPlanner.Plan(
            [Branch.Definition(6)],
            Nodes([('a', Branch.Offers(8)), ('b', Branch.Offers(8))]),
            new HashSet<NodeName> { Branch.Node('c') },
            Branch.Plan(('a', 2), ('b', 2), ('c', 2)));

        Assert.Equal(Branch.Plan(('a', 2), ('b', 2), ('c', 2)), plan);
    }

    [Fact]
    public void Plan_PoolShrinks_TakesFromWhoHasMostClean() => Is(
        Branch.Plan(('a', 2), ('b', 1)),
        3,
        [('a', Branch.Offers(8, clean: 0)), ('b', Branch.Offers(8, clean: 1))],
        Branch.Plan(('a', 2), ('b', 2)));

    [Fact]
    public void Plan_ProcessorsAndReserve_BoundCapacity()
    {
        const long Gibibyte = 1L << 30;
        var definition = Branch.Definition(100) with { Machine = new MachineSize(2 * Gibibyte, 2) };
        var byMemory = Branch.Offers(0) with { Capacity = new NodeCapacity(9 * Gibibyte, 2 * Gibibyte, 100) };
        var byProcessors = Branch.Offers(0) with { Capacity = new NodeCapacity(100 * Gibibyte, 0, 5) };
        var reserveOnly = Branch.Offers(0) with { Capacity = new NodeCapacity(Gibibyte, 2 * Gibibyte, 8) };

        var plan = SlotPlanner.Plan(
            [definition], Nodes([('a', byMemory), ('b', byProcessors), ('c', reserveOnly)]), new HashSet<NodeName>(),
            SlotPlan.Empty);

        Assert.Equal(Branch.Plan(('a', 3), ('b', 2)), plan);
    }

    [Fact]
    public void Plan_SecondPool_TakesOnlyWhatIsLeft()
    {
        var plan = SlotPlanner.Plan(
            [Branch.Definition(3), Branch.Definition(5, pool: "another")],
            Nodes([('a', Branch.Offers(4))]),
            new HashSet<NodeName>(),
            SlotPlan.Empty);

        Assert.Equal(3, plan.SlotsOf(Branch.Pool));
        Assert.Equal(1, plan.SlotsOf(PoolName.Parse("another")));
    }

    private static void Is(
        SlotPlan expected, int size, (char Node, NodeAnnouncement Offer)[] nodes, SlotPlan? previous = null) =>
        Assert.Equal(expected, SlotPlanner.Plan(
            [Branch.Definition(size)], Nodes(nodes), new HashSet<NodeName>(), previous ?? SlotPlan.Empty));

    private static Dictionary<NodeName, NodeAnnouncement> Nodes((char Node, NodeAnnouncement Offer)[] nodes) =>
        nodes.ToDictionary(node => Branch.Node(node.Node), node => node.Offer);
}
