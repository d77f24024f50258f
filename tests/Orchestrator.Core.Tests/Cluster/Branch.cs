using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;

namespace Orchestrator.Core.Tests.Cluster;

/// <summary>Words for small branches: machines need 1 of memory and 1 processor, nodes are a, b, c …</summary>
internal static class Branch
{
    public const string Image = "aa";

    public static readonly PoolName Pool = PoolName.Parse("kiosks");

    public static NodeName Node(char letter) => NodeName.Parse(letter.ToString());

    public static PoolDefinition Definition(int size, string pool = "kiosks", string image = Image) =>
        new(PoolName.Parse(pool), size, new MachineSize(1, 1), "golden", image);

    public static NodeAnnouncement Offers(int machines, int clean = 0, string image = Image) =>
        new("10.0.0.1:9000", "1.0", new NodeCapacity(machines, 0, machines))
        {
            GoldenImages = [image],
            CleanMachines = new Dictionary<PoolName, int> { [Pool] = clean },
        };

    public static BranchMember Member(
        char letter, NodeAnnouncement? announcement, MemberStatus status = MemberStatus.Up) =>
        new(new MemberState(Node(letter), status, 1), letter, announcement);

    public static ClusterSnapshot Snapshot(long revision, int size, params BranchMember[] members) => new(revision)
    {
        Members = BranchMembers.Of(members),
        Pools = new Dictionary<PoolName, BranchPool> { [Pool] = new(Definition(size), 1, 1) },
        Coordinator = new CoordinatorTerm(Node('a'), new Epoch(1)),
    };

    public static SlotPlan Plan(params (char Node, int Slots)[] slots) =>
        new(slots.Select(slot => new PlannedSlots(Pool, Node(slot.Node), slot.Slots)));
}
