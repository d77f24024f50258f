using Orchestrator.Pool.Pools;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Pool.Tests.Pools;

/// <summary>A pool that gets its size from a branch's plan.</summary>
public sealed class PlanningTests
{
    private const int Seed = 7;

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    [Fact]
    public void Pool_WithoutAPlan_HasNoSlotsAndKnowsItsImage()
    {
        var world = Planned(0);

        var pool = world.See();

        Assert.Equal(0, pool.Size);
        Assert.Empty(pool.Slots);
        Assert.Equal(world.Hypervisor.GoldenImage.Sha256, pool.GoldenImageSha256);
    }

    [Fact]
    public void Restart_BranchIsAway_GoesOnWithTheLastPlan()
    {
        var world = Planned(2);
        var machines = world.See().Slots.Select(slot => slot.Machine).ToList();

        world.Restart(Seed + 1);
        world.Pass(Long);

        var pool = world.See();
        Assert.Equal((2, 2), (pool.Size, pool.Clean));
        Assert.Equal(machines, pool.Slots.Select(slot => slot.Machine));
    }

    [Fact]
    public void Kiosk_NoSlotIsPlanned_WaitsForThePlan()
    {
        var world = Planned(0);
        var line = world.Signal(1);
        world.Pass(Long);
        Assert.StartsWith("WAIT position=1", line.Lines[^1], StringComparison.Ordinal);

        Resize(world, 1);
        world.Pass(Long);

        Assert.Contains(SignalText.RuleAdded, line.Lines);
        Assert.Empty(world.Failures);
    }

    private static PoolWorld Planned(int slots)
    {
        var world = new PoolWorld(Seed, settings => settings with { Size = 0, IsPlanned = true });
        world.Pass(Long);
        if (slots > 0)
        {
            Resize(world, slots);
            world.Pass(Long);
        }

        Assert.Empty(world.Failures);
        return world;
    }

    private static void Resize(PoolWorld world, int slots) => Assert.Equal(
        OperatorVerdict.Done,
        world.Order(pools => pools.ResizeAsync(world.Settings.Name, slots, CancellationToken.None)).Verdict);
}
