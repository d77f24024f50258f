using Orchestrator.Pool.Sessions;

namespace Orchestrator.Pool.Tests.Pools;

/// <summary>A journal that fails at any moment of a machine's whole life.</summary>
public sealed class JournalTroubleTests
{
    private const int AppendsOfACycle = 16;

    public static TheoryData<int> Appends { get; } = [.. Enumerable.Range(0, AppendsOfACycle)];

    [Theory]
    [MemberData(nameof(Appends))]
    public void Append_FailsOnceInACycle_PoolFillsAgain(int after)
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var world = new PoolWorld(seed);
            world.Warm();
            world.Journal.FailNext(1, after);
            world.Signal(1);
            if (world.ConsolePath.Grants.Count > 0)
            {
                world.Connect(1);
                world.Disconnect(1);
            }

            world.Pass(TimeSpan.FromMinutes(5));
            Assert.Equal(world.Settings.Size, world.Warm().Clean);
            Assert.Equal(world.Settings.Size, world.Hypervisor.Overlays.Count);
            Assert.Empty(world.ConsolePath.Grants);
        }
    }

    [Fact]
    public void Journal_GoneForTenMinutes_EverySlotComesBack()
    {
        var world = new PoolWorld(1);
        world.Warm();
        world.Journal.IsUnavailable = true;
        foreach (var machine in world.Hypervisor.Running)
        {
            world.Hypervisor.Stop(machine);
        }

        world.Pass(TimeSpan.FromMinutes(10));
        world.Journal.IsUnavailable = false;
        world.Pass(TimeSpan.FromMinutes(2));
        world.Warm();
        for (var kiosk = 1; kiosk <= world.Settings.Size; kiosk++)
        {
            Assert.Equal(SignalText.RuleAdded, Assert.Single(world.Signal(kiosk).Lines));
        }
    }
}
