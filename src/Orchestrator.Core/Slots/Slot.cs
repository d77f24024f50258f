using System.Globalization;

namespace Orchestrator.Core.Slots;

/// <summary>The rules of a slot: <c>Empty → Occupied → Empty</c>, and <c>Quarantined</c> after repeated
/// failures.</summary>
public static class Slot
{
    /// <summary>Characters of a failure that the journal keeps; a hypervisor's message can be pages long.</summary>
    public const int DetailLengthMax = 500;

    /// <summary>Pause of a slot after its first failure in a row.</summary>
    public static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause between two failures in a row.</summary>
    public static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(30);

    public static Decision<SlotEvent> Decide(SlotState state, SlotCommand command, int failuresInARowMax) =>
        command switch
    {
        AssignMachine assign => state is { Machine: null, IsQuarantined: false, IsHeld: false }
            ? Accept(new MachineAssigned(assign.Machine))
            : Refuse(state, command),
        ReportClean clean => clean.Machine == state.Machine && (state.FailuresInARow > 0 || state.Quarantines > 0)
            ? Accept(new SlotRecovered())
            : Accept(),
        ReportFailure failure => failure.Machine == state.Machine
            ? Accept(new MachineFailed(failure.Machine, Shorten(failure.Detail)))
            : Accept(),
        VacateSlot vacate => DecideVacate(state, vacate, failuresInARowMax),
        GiveUpMachine giveUp => giveUp.Machine == state.Machine && !state.IsQuarantined
            ? Accept(new SlotQuarantined(Shorten(giveUp.Detail)))
            : Accept(),
        ProbeQuarantine => state.IsQuarantined ? Accept(new QuarantineProbed()) : Accept(),
        HoldSlot hold => state.IsHeld ? Accept() : Accept(new SlotHeld(Shorten(hold.Reason))),
        LiftQuarantine => state.IsQuarantined || state.IsProbing || state.IsHeld
            ? Accept(new QuarantineLifted())
            : Accept(),
        _ => Refuse(state, command),
    };

    public static SlotState Apply(SlotState state, SlotEvent @event) => @event switch
    {
        MachineAssigned assigned => state with { Machine = assigned.Machine },
        SlotRecovered => new SlotState(state.Id, state.Machine, IsHeld: state.IsHeld),
        MachineFailed failed => state with { FailuresInARow = state.FailuresInARow + 1, LastFailure = failed.Detail },
        SlotVacated => state with { Machine = null },
        SlotQuarantined quarantined => state with
        {
            IsQuarantined = true,
            IsProbing = false,
            Quarantines = state.Quarantines + 1,
            LastFailure = quarantined.Detail,
        },
        QuarantineProbed => state with { IsQuarantined = false, IsProbing = true, FailuresInARow = 0 },
        SlotHeld held => state with { IsHeld = true, LastFailure = held.Reason },
        QuarantineLifted => state with
        {
            IsHeld = false,
            IsQuarantined = false,
            IsProbing = false,
            Quarantines = 0,
            FailuresInARow = 0,
        },
        _ => throw Invariant.Impossible(state, @event),
    };

    /// <summary>How long a quarantined slot rests: twice as long with every quarantine in a row.</summary>
    /// <param name="state">The slot.</param>
    /// <param name="first">The first rest.</param>
    /// <param name="max">The longest one.</param>
    public static TimeSpan Rest(SlotState state, TimeSpan first, TimeSpan max) =>
        // A slot of an older journal has not counted its quarantines.
        Double(first, state.Quarantines - 1, max);

    /// <summary>How long a slot whose last machine failed waits for its next one, twice as long with every failure in a
    /// row: what is in its way may need a moment to go, and failures within a moment are no reason for a
    /// quarantine.</summary>
    public static TimeSpan Pause(SlotState state) => state.FailuresInARow > 0
        ? Double(PauseMin, state.FailuresInARow - 1, PauseMax)
        : TimeSpan.Zero;

    private static TimeSpan Double(TimeSpan first, int times, TimeSpan max)
    {
        // Beyond some doublings only the limit is left.
        var doublings = Math.Clamp(times, 0, 30);
        var rest = first.Ticks * Math.Pow(2, doublings);
        return rest < max.Ticks ? TimeSpan.FromTicks((long)rest) : max;
    }

    private static Decision<SlotEvent> DecideVacate(SlotState state, VacateSlot command, int failuresInARowMax)
    {
        if (state.Machine != command.Machine)
        {
            return Accept();
        }

        if (state.IsQuarantined || state.FailuresInARow < (state.IsProbing ? 1 : failuresInARowMax))
        {
            return Accept(new SlotVacated(command.Machine));
        }

        var detail = state.IsProbing
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"its probe after quarantine {state.Quarantines} in a row failed: {state.LastFailure}")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{state.FailuresInARow} failures in a row; the last: {state.LastFailure}");
        return Accept(new SlotVacated(command.Machine), new SlotQuarantined(Shorten(detail)));
    }

    private static string Shorten(string detail) => detail.Length <= DetailLengthMax ? detail
        : detail[..DetailLengthMax];

    private static Decision<SlotEvent> Accept(params SlotEvent[] events) => Decision<SlotEvent>.Accept(events);

    private static Decision<SlotEvent> Refuse(SlotState state, SlotCommand command) =>
        Decision<SlotEvent>.Refuse($"slot {state.Id} is {state.Word}: {command.GetType().Name} is not possible now");
}
