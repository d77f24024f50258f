using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Core.Slots;
using Orchestrator.Pool.Pools;
using Orchestrator.Pool.Sessions;
using Orchestrator.Testing.Actors;
using Orchestrator.Testing.ConsolePath;
using Orchestrator.Testing.Hypervisor;
using Orchestrator.Testing.Journal;

namespace Orchestrator.Pool.Tests.Pools;

/// <summary>What an operator orders while kiosks are served.</summary>
public sealed class OperatorTests
{
    private const int Seed = 1;
    private const string Reason = "its disk is replaced";

    private static readonly TimeSpan Refill = TimeSpan.FromSeconds(10);

    [Fact]
    public void Resize_Larger_FillsTheNewSlotsAndOutlivesARestart()
    {
        var world = new PoolWorld(Seed);
        world.Warm();

        AssertDone(Resize(world, 3));
        world.Pass(Refill);
        Assert.Equal([5920, 5921, 5922], CleanPorts(world.See()));

        world.Restart(Seed + 1);
        world.Pass(Refill);
        Assert.Equal((3, 3), (world.See().Size, world.See().Clean));
    }

    [Fact]
    public void Resize_Smaller_GivesUpCleanMachinesAndKeepsTheUsedOne()
    {
        var world = new PoolWorld(Seed, settings => settings with { Size = 3 });
        world.Warm();
        world.Signal(1);
        world.Connect(1);
        var used = world.See().Sessions[0].Machine;

        AssertDone(Resize(world, 1));
        world.Pass(Refill);

        var pool = world.See();
        Assert.Equal(used, Assert.Single(pool.Slots).Machine);
        Assert.Equal(used, Assert.Single(world.Hypervisor.Overlays).Machine);
        Assert.Equal("connected", pool.Sessions[0].State);
    }

    [Fact]
    public void Resize_ToNothing_EndsNoSessionAndRefillsNothingAfterIt()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        world.Signal(1);
        world.Connect(1);

        AssertDone(Resize(world, 0));
        world.Pass(Refill);
        Assert.Equal("connected", world.See().Sessions[0].State);

        world.Disconnect(1);
        world.Pass(Refill);
        Assert.Empty(world.See().Slots);
        Assert.Empty(world.Hypervisor.Overlays);
        Assert.StartsWith("WAIT position=1", Assert.Single(world.Signal(2).Lines), StringComparison.Ordinal);
    }

    /// <summary>It is untouched and clean again, and one too many.</summary>
    [Fact]
    public void Resize_ToNothingUnderAnOfferThatLapses_GivesItsMachineUp()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        var line = world.Signal(1);
        world.Pass(TimeSpan.FromSeconds(1));
        Assert.Contains(SignalText.RuleAdded, line.Lines);

        AssertDone(Resize(world, 0));
        world.Pass(TimeSpan.FromMinutes(2) + Refill);

        Assert.Empty(world.See().Slots);
        Assert.Empty(world.Hypervisor.Overlays);
    }

    /// <summary>While its journal took its time, slot and pool told each other of the clean machine again and again.
    /// </summary>
    [Fact]
    public void Resize_MachineOfALapsedOfferIsSlowToGo_WaitsForIt()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        world.Signal(1);
        world.Pass(TimeSpan.FromSeconds(1));
        AssertDone(Resize(world, 0));
        world.Pass(TimeSpan.FromSeconds(1));
        Assert.Single(world.Hypervisor.Running);

        world.Held.Manifest = "MachineSoiled";
        world.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(1, world.Held.Held);
        Assert.Single(world.Hypervisor.Running);
        world.Held.Release();
        world.Pass(Refill);

        Assert.Empty(world.See().Slots);
        Assert.Empty(world.Hypervisor.Overlays);
    }

    [Fact]
    public void Resize_BackWhileASessionLasts_NeedsNoOtherSlot()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        world.Signal(1);
        world.Connect(1);
        Resize(world, 0);
        world.Pass(Refill);

        AssertDone(Resize(world, 2));
        world.Pass(Refill);
        Assert.Equal([5920, 5921], world.See().Slots.Select(slot => slot.Id.ConsolePort));
        Assert.Equal("connected", world.See().Sessions[0].State);

        world.Disconnect(1);
        world.Pass(Refill);
        Assert.Equal([5920, 5921], CleanPorts(world.See()));
    }

    [Fact]
    public void Resize_SmallerThenRestarted_LeavesNothingOfTheOtherSlots()
    {
        var world = new PoolWorld(Seed, settings => settings with { Size = 3 });
        world.Warm();
        Resize(world, 1);

        world.Restart(Seed + 1);
        world.Pass(Refill);

        Assert.Equal([5920], CleanPorts(world.See()));
        Assert.Single(world.Hypervisor.Overlays);
    }

    [Theory]
    [InlineData(-1, "-1 slots are out of range; a pool has 0..64")]
    [InlineData(65, "65 slots are out of range; a pool has 0..64")]
    [InlineData(11, "11 slots from port 5920 reach into pool next, which begins at 5930")]
    public async Task Resize_OutOfRange_IsRefused(int size, string reason)
    {
        var actors = new ActorWorld(Seed);
        var hypervisor = new SimulatedHypervisor(actors.Time);
        var environments = new[] { ("demo", 5920), ("next", 5930) }.Select(pool => new PoolEnvironment(
            new PoolSettings(PoolName.Parse(pool.Item1), "golden", 2) { FirstConsolePort = pool.Item2 },
            hypervisor,
            new SimulatedConsolePath(actors.Time),
            new InMemoryJournal(),
            NullLoggerFactory.Instance));
        using var pools = new LocalPools(actors.System, environments, hypervisor, actors.Time);

        var answer = await pools.ResizeAsync(PoolName.Parse("demo"), size, TestContext.Current.CancellationToken);

        Assert.Equal(OperatorAnswer.Refused(reason), answer);
    }

    [Fact]
    public void Resize_UnknownPool_NamesThePools() => Assert.Equal(
        OperatorAnswer.Unknown("no pool is named 'none'; pools are demo"),
        new PoolWorld(Seed).Order(pools => pools.ResizeAsync(PoolName.Parse("none"), 1, CancellationToken.None)));

    [Fact]
    public void Quarantine_OfIdleSlot_DeletesItsMachineUntilReleased()
    {
        var world = new PoolWorld(Seed);
        world.Warm();

        AssertDone(Quarantine(world, 5921));
        world.Pass(TimeSpan.FromHours(3));
        Assert.Equal([5920], CleanPorts(world.See()));
        var slot = world.See().Slots[1];
        Assert.Equal(("quarantined", null, Reason), (slot.State, slot.Machine, slot.LastFailure));

        world.Restart(Seed + 1);
        world.Pass(Refill);
        Assert.Equal([5920], CleanPorts(world.See()));

        AssertDone(Release(world, 5921));
        world.Pass(Refill);
        Assert.Equal([5920, 5921], CleanPorts(world.See()));
    }

    [Fact]
    public void Quarantine_OfUsedSlot_KeepsTheSessionAndTakesNothingAfterIt()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        world.Signal(1);
        world.Connect(1);

        AssertDone(Quarantine(world, 5920));
        world.Pass(Refill);
        Assert.Equal("connected", world.See().Sessions[0].State);

        world.Disconnect(1);
        world.Pass(Refill);
        Assert.Equal([5921], CleanPorts(world.See()));
        Assert.Null(world.See().Slots[0].Machine);
    }

    [Fact]
    public void Release_OfSlotThatIsNotQuarantined_SaysWhatToDo()
    {
        var world = new PoolWorld(Seed);
        world.Warm();

        Assert.Equal(
            OperatorAnswer.Refused(
                "slot demo/5920 is occupied, not quarantined; to end what runs in it, end its session"),
            Release(world, 5920));
        Assert.Equal(2, world.See().Clean);
    }

    [Fact]
    public void Quarantine_OfUnknownSlot_NamesTheSlots() => Assert.Equal(
        OperatorAnswer.Unknown("pool demo has no slot 5950; slots are 5920, 5921"),
        Quarantine(new PoolWorld(Seed), 5950));

    [Fact]
    public void EndSession_InUse_ClosesItsPathAndDeletesItsMachine()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        world.Signal(1);
        world.Connect(1);
        var session = world.See().Sessions[0];

        AssertDone(End(world, session.Id));
        Assert.Empty(world.ConsolePath.Grants);
        world.Pass(Refill);

        Assert.Equal(("ended", "operator"), (world.See().Sessions[0].State, world.See().Sessions[0].EndReason));
        Assert.DoesNotContain(world.Hypervisor.Overlays, name => name.Machine == session.Machine);
        Assert.Equal(OperatorAnswer.Refused($"session {session.Id} has ended already"), End(world, session.Id));
    }

    [Fact]
    public void EndSession_OfAKioskThatWaits_EndsTheWait()
    {
        var world = new PoolWorld(Seed, settings => settings with { Size = 1 });
        world.Warm();
        world.Signal(1);
        var waiting = world.Signal(2);

        AssertDone(End(world, world.See().Sessions[0].Id));

        Assert.True(waiting.IsClosed, $"the line is open: {string.Join(" | ", waiting.Lines)}");
        Assert.Equal(0, world.See().Waiting);
    }

    [Fact]
    public void EndSession_Unknown_IsSaid()
    {
        var answer = End(new PoolWorld(Seed), new SessionId(7));

        Assert.Equal(OperatorVerdict.Unknown, answer.Verdict);
        Assert.Contains($"{new SessionId(7)}", answer.Detail, StringComparison.Ordinal);
    }

    private static IEnumerable<int> CleanPorts(PoolSnapshot pool) =>
        pool.Slots.Where(slot => slot.MachineState == "clean").Select(slot => slot.Id.ConsolePort);

    private static void AssertDone(OperatorAnswer answer) =>
        Assert.True(answer.Verdict == OperatorVerdict.Done, $"expected Done; the answer was {answer}");

    private static OperatorAnswer Resize(PoolWorld world, int size) =>
        world.Order(pools => pools.ResizeAsync(world.Settings.Name, size, CancellationToken.None));

    private static OperatorAnswer End(PoolWorld world, SessionId session) =>
        world.Order(pools => pools.EndSessionAsync(session, CancellationToken.None));

    private static OperatorAnswer Quarantine(PoolWorld world, int port) => world.Order(
        pools => pools.QuarantineAsync(new SlotId(world.Settings.Name, port), Reason, CancellationToken.None));

    private static OperatorAnswer Release(PoolWorld world, int port) =>
        world.Order(pools => pools.ReleaseAsync(new SlotId(world.Settings.Name, port), CancellationToken.None));
}
