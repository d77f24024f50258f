using Orchestrator.Core.Machines;
using Orchestrator.Testing.Hypervisor;

namespace Orchestrator.Pool.Tests.Machines;

/// <summary>Whatever a hypervisor's call does, the pool heals, under new names, and nothing is left over.</summary>
public sealed class StuckTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Every operation in every trouble; late answers come at every stage of the healing: within the backoff,
    /// during the deletion, into the next machine's life.</summary>
    public static TheoryData<SimulatedOperation, Trouble, int, int> Cases()
    {
        var cases = new TheoryData<SimulatedOperation, Trouble, int, int>();
        foreach (var operation in Enum.GetValues<SimulatedOperation>())
        {
            for (var calls = 1; calls <= 2; calls++)
            {
                cases.Add(operation, Trouble.HangsForever, 0, calls);
                cases.Add(operation, Trouble.FailsBefore, 0, calls);
                cases.Add(operation, Trouble.FailsAfter, 0, calls);
                foreach (var late in (int[])[100, 400, 600, 650, 700, 800, 1500, 3000, 70_000])
                {
                    cases.Add(operation, Trouble.AnswersLate, late, calls);
                }
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Call_GoesWrong_HealsUnderNewNames(
        SimulatedOperation operation, Trouble trouble, int lateMilliseconds, int calls)
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var world = new PoolWorld(seed);
            world.Warm();
            var late = Deadline(world, operation) + TimeSpan.FromMilliseconds(lateMilliseconds);
            world.Troubled.TroubleNext(operation, trouble, late, calls);
            world.Signal(1);
            world.Connect(1);
            world.Hypervisor.Report(new Drivers.Hypervisor.HypervisorReconnected());
            world.Disconnect(1);
            if (operation == SimulatedOperation.Inspect)
            {
                world.Clear(refill: true);
            }

            world.Pass((calls * Deadline(world, operation)) + (10 * Minute));
            var what = $"{operation} {trouble} {late} {calls} times, seed {seed}";
            Assert.True(world.Troubled.Left == 0, $"{what}: {world.Troubled.Left} calls were not made");
            Assert.True(
                world.Troubled.Cloned.Count == world.Troubled.Cloned.Distinct().Count(),
                $"{what}: a name was cloned twice: {string.Join(", ", world.Troubled.Cloned)}");
            Assert.NotNull(world.See().Sessions[0].MachineGoneAt);
            Healed(world, what);
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(700)]
    [InlineData(5000)]
    public void Clone_TakesEffectLate_IsRemovedAndHitsNothing(int lateMilliseconds)
    {
        var world = new PoolWorld(1, settings => settings with { Size = 1 }, world => world.Troubled.TroubleNext(
            SimulatedOperation.Clone,
            Trouble.AnswersLate,
            world.Settings.CloneDeadline + TimeSpan.FromMilliseconds(lateMilliseconds)));
        world.Pass(world.Settings.CloneDeadline + Minute);
        Assert.True(world.Troubled.Cloned.Count > 1, "no other machine was made in the stuck one's place");

        // As long as the late one holds the slot's port, others fail on it, until the slot rests; the janitor removes
        // it.
        world.Pass(world.Settings.QuarantineRest);
        Healed(world, "a late clone");
        Assert.Equal(world.Troubled.Cloned[^1], Assert.Single(world.Hypervisor.Overlays));
    }

    [Fact]
    public void Clone_Stuck_OldNameIsAbsentBeforeTheNewOneIsMade()
    {
        var world = new PoolWorld(1, settings => settings with { Size = 1 }, world =>
            world.Troubled.TroubleNext(SimulatedOperation.Clone, Trouble.HangsForever));
        world.Pass(world.Settings.CloneDeadline + (10 * Second));
        var (old, @new) = (world.Troubled.Cloned[0], world.Troubled.Cloned[1]);
        Assert.Equal(
            [(SimulatedOperation.Clone, old), (SimulatedOperation.Delete, old), (SimulatedOperation.Clone, @new)],
            world.Troubled.Calls.Select(call => (call.Operation, call.Machine)));
        Assert.True(world.Troubled.Calls[2].At - world.Troubled.Calls[1].At >= world.Hypervisor.DeleteTime);
    }

    [Fact]
    public void Delete_StuckAgainAndAgain_PausesGrowAndJitter()
    {
        var pauses = Pauses(seed: 1);
        Assert.Equal(5, pauses.Count);
        Assert.All(pauses.Zip(pauses.Skip(1)), pair => Assert.True(
            pair.Second > 1.5 * pair.First, $"pauses do not grow: {string.Join(", ", pauses)}"));
        Assert.NotEqual(pauses, Pauses(seed: 2));
    }

    private static List<TimeSpan> Pauses(int seed)
    {
        var world = new PoolWorld(seed, settings => settings with { Size = 1 });
        world.Warm();
        world.Troubled.TroubleNext(SimulatedOperation.Delete, Trouble.FailsBefore, calls: 5);
        world.Signal(1);
        world.Connect(1);
        world.Disconnect(1);
        world.Pass(Minute);
        var times = world.Troubled.Calls.Where(call => call.Operation == SimulatedOperation.Delete)
            .Select(call => call.At).ToList();
        return [.. times.Zip(times.Skip(1), (one, next) => next - one)];
    }

    private static void Healed(PoolWorld world, string what)
    {
        world.Pass(3 * world.Settings.JanitorInterval);
        var pool = world.See();
        Assert.True(
            pool.Clean == world.Settings.Size && pool.Alarms.Count == 0 && pool.Differences.Count == 0,
            $"{what}: expected a full pool without alarms, there is: {string.Join("; ", pool.Slots)}; "
            + $"{string.Join("; ", pool.Alarms)}; {string.Join("; ", pool.Differences)}");
        var owned = pool.Slots.Select(slot => new MachineName(slot.Id, slot.Machine!.Value)).Order(ByText).ToList();
        Assert.Equal(owned, world.Hypervisor.Running.Order(ByText));
        Assert.Equal(owned, world.Hypervisor.Overlays.Order(ByText));
    }

    private static Comparer<MachineName> ByText { get; } = Comparer<MachineName>.Create(
        (one, other) => string.CompareOrdinal(one.ToString(), other.ToString()));

    private static TimeSpan Deadline(PoolWorld world, SimulatedOperation operation) => operation switch
    {
        SimulatedOperation.Clone => world.Settings.CloneDeadline,
        SimulatedOperation.Delete => world.Settings.DeleteDeadline,
        SimulatedOperation.Ping => world.Settings.ProbeDeadline,
        SimulatedOperation.Inventory => world.Settings.InventoryDeadline,
        SimulatedOperation.Inspect => world.Settings.GoldenImageDeadline,
        SimulatedOperation.Measure => world.Settings.MeasureDeadline,
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "has no deadline"),
    };
}
