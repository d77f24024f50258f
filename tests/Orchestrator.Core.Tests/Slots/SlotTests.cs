using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Slots;

namespace Orchestrator.Core.Tests.Slots;

public sealed class SlotTests
{
    private const int FailuresInARowMax = 2;

    private static readonly SlotState Empty = new(new SlotId(PoolName.Parse("demo"), 5920));

    [Fact]
    public void Assign_OccupiedSlot_IsRefused()
    {
        var occupied = Run(Empty, new AssignMachine(new MachineId(1)));
        Assert.Equal("occupied", occupied.Word);
        Assert.True(Slot.Decide(occupied, new AssignMachine(new MachineId(2)), FailuresInARowMax).IsRefused);
    }

    [Fact]
    public void Vacate_AfterFailuresInARow_Quarantines()
    {
        var state = Empty;
        for (ulong id = 1; id <= FailuresInARowMax; id++)
        {
            state = Fail(state, id);
        }

        Assert.Equal("quarantined", state.Word);
        Assert.Equal("2 failures in a row; the last: port taken", state.LastFailure);
        Assert.True(Slot.Decide(state, new AssignMachine(new MachineId(9)), FailuresInARowMax).IsRefused);
        Assert.Equal("empty", Run(state, new LiftQuarantine()).Word);
    }

    [Fact]
    public void Hold_OfOccupiedSlot_KeepsItsMachineAndTakesNoOther()
    {
        var held = Run(Run(Empty, new AssignMachine(new MachineId(1))), new HoldSlot("its disk is replaced"));
        Assert.Equal(("quarantined", new MachineId(1)), (held.Word, held.Machine));

        var clean = Run(Run(held, new ReportFailure(new MachineId(1), "slow")), new ReportClean(new MachineId(1)));
        var empty = Run(clean, new VacateSlot(new MachineId(1)));
        Assert.True(Slot.Decide(empty, new AssignMachine(new MachineId(2)), FailuresInARowMax).IsRefused);
        Assert.Empty(Slot.Decide(empty, new ProbeQuarantine(), FailuresInARowMax).Events);
        Assert.Equal("empty", Run(empty, new LiftQuarantine()).Word);
    }

    [Fact]
    public void ReportClean_AfterFailure_CountsFromZero()
    {
        var state = Run(Run(Empty, new AssignMachine(new MachineId(1))), new ReportFailure(new MachineId(1), "slow"));
        Assert.Equal(1, state.FailuresInARow);
        Assert.Equal(0, Run(state, new ReportClean(new MachineId(1))).FailuresInARow);
    }

    [Fact]
    public void GiveUp_UndeletableMachine_StaysRemembered()
    {
        var state = Run(Run(Empty, new AssignMachine(new MachineId(1))), new GiveUpMachine(new MachineId(1),
            "destroy hangs"));
        Assert.True(state.IsQuarantined);
        Assert.Equal(new MachineId(1), state.Machine);
        Assert.Equal("occupied", Run(state, new LiftQuarantine()).Word);
    }

    [Fact]
    public void Probe_Fails_QuarantinesAtOnceForTwiceAsLong()
    {
        var state = Run(Quarantined(), new ProbeQuarantine());
        Assert.Equal(("empty", true, 1), (state.Word, state.IsProbing, state.Quarantines));
        state = Fail(state, 8);
        Assert.Equal(("quarantined", false, 2), (state.Word, state.IsProbing, state.Quarantines));
        Assert.Equal("its probe after quarantine 1 in a row failed: port taken", state.LastFailure);
    }

    [Fact]
    public void Probe_BecomesClean_ResetsEverything()
    {
        var state = Run(Run(Quarantined(), new ProbeQuarantine()), new AssignMachine(new MachineId(8)));
        Assert.Equal(Empty with { Machine = new MachineId(8) }, Run(state, new ReportClean(new MachineId(8))));
    }

    [Fact]
    public void Probe_VacatedWithoutItsOwnFailure_GoesOnProbing()
    {
        var state = Run(Run(Quarantined(), new ProbeQuarantine()), new AssignMachine(new MachineId(8)));
        state = Run(state, new VacateSlot(new MachineId(8)));
        Assert.Equal(("empty", true), (state.Word, state.IsProbing));
    }

    [Fact]
    public void Lift_WhileProbing_ForgetsTheQuarantines()
    {
        var state = Run(Run(Quarantined(), new ProbeQuarantine()), new LiftQuarantine());
        Assert.Equal((false, 0), (state.IsProbing, state.Quarantines));
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(4, 40)]
    [InlineData(5, 60)]
    [InlineData(int.MaxValue, 60)]
    public void Rest_ByQuarantines_DoublesUpToTheLimit(int quarantines, int minutes) => Assert.Equal(
        TimeSpan.FromMinutes(minutes),
        Slot.Rest(Empty with { Quarantines = quarantines }, TimeSpan.FromMinutes(5), TimeSpan.FromHours(1)));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 500)]
    [InlineData(2, 1000)]
    [InlineData(4, 4000)]
    [InlineData(6, 16_000)]
    [InlineData(7, 30_000)]
    [InlineData(int.MaxValue, 30_000)]
    public void Pause_ByFailures_DoublesUpToTheLimit(int failures, int milliseconds) => Assert.Equal(
        TimeSpan.FromMilliseconds(milliseconds), Slot.Pause(Empty with { FailuresInARow = failures }));

    [Fact]
    public void Pause_OfAProbe_IsNone()
    {
        var probing = Run(Quarantined(), new ProbeQuarantine());

        Assert.Equal(TimeSpan.Zero, Slot.Pause(probing));
    }

    [Fact]
    public void Reports_OfAnEarlierMachine_ChangeNothing()
    {
        var state = Run(Empty, new AssignMachine(new MachineId(2)));
        Assert.Equal(state, Run(state, new VacateSlot(new MachineId(1))));
        Assert.Equal(state, Run(state, new ReportFailure(new MachineId(1), "late")));
    }

    private static SlotState Quarantined() => Fail(Fail(Empty, 1), 2);

    private static SlotState Fail(SlotState state, ulong id)
    {
        state = Run(state, new AssignMachine(new MachineId(id)));
        state = Run(state, new ReportFailure(new MachineId(id), "port taken"));
        return Run(state, new VacateSlot(new MachineId(id)));
    }

    private static SlotState Run(SlotState state, SlotCommand command) =>
        Slot.Decide(state, command, FailuresInARowMax).Events.Aggregate(state, Slot.Apply);
}
