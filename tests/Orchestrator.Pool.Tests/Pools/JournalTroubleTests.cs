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

    [Theory]
    [MemberData(nameof(Appends))]
    public void Append_FailsAfterASignal_KioskIsServedOrTold(int after)
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var world = new PoolWorld(seed);
            world.Warm();
            world.Journal.FailNext(1, after);
            using var line = world.Signal(1);
            world.Pass(TimeSpan.FromSeconds(10));
            Assert.True(
                line.IsClosed || line.Lines.Contains(SignalText.RuleAdded),
                $"seed {seed}: the kiosk was neither served nor told: {string.Join("; ", line.Lines)}");
        }
    }

    [Theory]
    [MemberData(nameof(Appends))]
    public void Append_FailsWhileInUse_PathLeadsToNoOtherMachine(int after)
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var world = new PoolWorld(seed);
            world.Warm();
            using var line = world.Signal(1);
            var port = Assert.Single(world.ConsolePath.Grants).ConsolePort;
            var machine = world.Hypervisor.Running.Single(other => other.Slot.ConsolePort == port);
            world.Journal.FailNext(1, after);
            world.Connect(1);
            for (var tenths = 0; tenths < 300; tenths++)
            {
                world.Pass(TimeSpan.FromMilliseconds(100));
                Assert.True(
                    world.ConsolePath.Grants.Count == 0
                    || world.Hypervisor.Running.All(other => other == machine || other.Slot.ConsolePort != port),
                    $"seed {seed}: the path to {machine} leads to the next machine");
            }
        }
    }

    [Fact]
    public void Pool_RestartsWhileAKioskWaits_KioskIsToldToSignalAgain()
    {
        var world = new PoolWorld(1);
        world.Warm();
        _ = world.Pools.ClearAsync(world.Settings.Name, refill: true, CancellationToken.None);
        world.Settle();
        using var waiting = world.Signal(3);
        Assert.StartsWith("WAIT", Assert.Single(waiting.Lines), StringComparison.Ordinal);

        // After each machine's end and each slot's vacating, the pool forgets its golden image.
        world.Journal.FailNext(1, after: 2 * world.Settings.Size);
        world.Pass(TimeSpan.FromMinutes(1));
        Assert.Contains(world.Failures, failure => failure.Contains("/pool-demo ", StringComparison.Ordinal)
            || failure.Contains("/pool-demo:", StringComparison.Ordinal));
        Assert.True(waiting.IsClosed, $"the kiosk was left waiting: {string.Join("; ", waiting.Lines)}");
        Assert.StartsWith("REFUSED", waiting.Lines[^1], StringComparison.Ordinal);
    }
}
