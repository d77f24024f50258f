using Orchestrator.Core.Alarms;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Pool.Machines;
using Orchestrator.Pool.Persistence;
using Orchestrator.Pool.Sessions;
using Orchestrator.Pool.Slots;

namespace Orchestrator.Pool.Pools;

/// <summary>Filling slots: when a new machine may be started, and on which golden image.</summary>
internal sealed partial class PoolActor
{
    /// <summary>Pause before a fault that stops the whole pool is looked at again.</summary>
    private static readonly TimeSpan FaultPause = TimeSpan.FromSeconds(10);

    private bool _goldenImageOk;
    private bool _inspecting;
    private bool _restsAfterFault;
    private bool _drained;

    /// <summary>A slot that has not reported yet may hold a machine that starts: nobody knows what the host has left
    /// for others.</summary>
    private bool MayFill => _started && _fitted && !_unseen && _clearings.Count == 0 && !_drained && HaveAllReported();

    private bool HaveAllReported()
    {
        foreach (var slot in _slots.Values)
        {
            if (slot.Snapshot is null)
            {
                return false;
            }
        }

        return true;
    }

    private void OnSlot(SlotReported reported)
    {
        if (reported.Vanished is { } vanished)
        {
            OnVanished(vanished);
        }

        if (!_slots.TryGetValue(reported.Slot.Id, out var slot))
        {
            return;
        }

        slot.Report(reported.Slot, reported.Machine);
        if (reported.Slot.Machine == slot.Ordered)
        {
            slot.Ordered = null;
        }

        if (reported.Slot.State == "quarantined")
        {
            OnNeverClean(slot);
        }

        var clean = reported.Machine as CleanMachine;
        var isGiven = clean is not null && IsGiven(clean.Name);
        slot.Available = null;
        slot.Returned = isGiven ? clean : null;
        if (clean is not null && !isGiven)
        {
            OnFree(slot, clean);
        }

        if (reported.Machine is DirtyMachine or DeletingMachine)
        {
            OnDirty(reported.Machine);
        }

        slot.IsEmpty = reported.IsEmpty && slot.IsActive && slot.Ordered is null;
        if (reported.IsEmpty && slot.IsRetired)
        {
            Retire(slot);
        }

        SettleOwed();
        AnswerOwners();
        FitOnceRead();
        FinishClear();
        Fill();
        ShowSlots();
    }

    private void Retire(SlotEntry slot)
    {
        _slots.Remove(slot.Id);
        Context.Stop(slot.Actor);
        Forget(JournalStreams.Of(slot.Id));
    }

    /// <summary>Nobody has this clean machine, or has it any more. In a slot that was parked while somebody had it, it
    /// is one too many. The machine is told, not the slot: that would report it, clean for as long as its journal
    /// takes, and would be told again at once.</summary>
    private void OnFree(SlotEntry slot, CleanMachine clean)
    {
        if (slot.IsActive)
        {
            slot.Available = clean;
            OnClean(slot);
        }
        else
        {
            TellMachine(clean.Name, new Discard(SoilReason.Cleared));
        }
    }

    private void OnClean(SlotEntry slot)
    {
        OnBooted(slot);
        _memory.Boot(slot.Available!.Name, Context.Time.GetTimestamp());
        Allocate();
    }

    /// <summary>The slot says by itself when it is empty.</summary>
    private void OnOrderDropped(OrderDropped dropped)
    {
        if (_slots.TryGetValue(dropped.Slot, out var slot) && slot.Ordered == dropped.Machine)
        {
            slot.Ordered = null;
            slot.OrderedAt = null;
        }
    }

    private void OnVanished(MachineName machine)
    {
        FreePort(machine);
        Forget(JournalStreams.Of(machine));
        _memory.Release(machine);
        if (_slots.TryGetValue(machine.Slot, out var slot))
        {
            OnNeverClean(slot);
        }

        TellLost(machine);
        foreach (var session in _sessions.Values)
        {
            if (session.Snapshot is { Owner: null } shown && shown.Machine == machine.Machine)
            {
                _owed.Remove(session.Id);
                session.Actor.Tell(new MachineGone(machine));
            }
        }
    }

    /// <summary>Starts as many machines as may start at once; slots take turns, so that one that fails again and again
    /// cannot take the others' attempts.</summary>
    private void Fill()
    {
        if (Settings.IsPlanned && State.GoldenImage is null)
        {
            Inspect();
            return;
        }

        if (!MayFill || !IsAnyFillable())
        {
            return;
        }

        if (!_goldenImageOk || State.GoldenImage is null)
        {
            Inspect();
            return;
        }

        if (StartsFree() > 0)
        {
            MeasureHost();
        }
    }

    private bool IsAnyFillable()
    {
        foreach (var slot in _slots.Values)
        {
            if (IsFillable(slot))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Those that were tried longest ago go first.</summary>
    private List<SlotEntry> SlotsToFill()
    {
        List<SlotEntry> fillable = [];
        if (!MayFill || !_goldenImageOk || State.GoldenImage is null)
        {
            return fillable;
        }

        foreach (var slot in _slots.Values)
        {
            if (IsFillable(slot))
            {
                fillable.Add(slot);
            }
        }

        fillable.Sort(static (one, other) =>
            (one.TriedAt, one.Id.ConsolePort).CompareTo((other.TriedAt, other.Id.ConsolePort)));
        var free = Math.Max(0, StartsFree());
        if (free < fillable.Count)
        {
            fillable.RemoveRange(free, fillable.Count - free);
        }

        return fillable;
    }

    private void Order(SlotEntry slot, MachineId machine)
    {
        slot.IsEmpty = false;
        slot.Ordered = machine;
        slot.OrderedAt = Now;
        slot.TriedAt = Now;
        slot.Actor.Tell(new FillSlot(machine, State.GoldenImage!));
    }

    private void RetryFill()
    {
        _goldenImageOk = false;
        Fill();
    }

    private void Inspect()
    {
        if (_inspecting || _restsAfterFault || !MayFill)
        {
            return;
        }

        _inspecting = true;
        Context.CancelTimer(Timers.GoldenImage);
        Context.PipeToSelf(
            InspectAsync(), identity => new GoldenImageInspected(identity), error => new GoldenImageRejected(error));
    }

    private Task<GoldenImageIdentity> InspectAsync()
    {
        var recorded = State.GoldenImage;
        return Deadline.WithinAsync(
            Settings.GoldenImageDeadline,
            $"golden image {Settings.GoldenImage}: its inspection",
            cancellation => _environment.Hypervisor.InspectGoldenImageAsync(
                Settings.GoldenImage, recorded, cancellation),
            Context.Time,
            Context.Stopping);
    }

    private void OnGoldenImage(GoldenImageIdentity identity)
    {
        _inspecting = false;
        _goldenImageOk = true;
        Clear(AlarmId.GoldenImage);
        if (!_unseen)
        {
            Clear(AlarmId.HypervisorUnreachable);
        }

        if (State.GoldenImage is not null)
        {
            Fill();
            return;
        }

        Persist([new GoldenImageRecorded(identity)], () =>
        {
            Log.GoldenImage(_log, Settings.Name, identity.DiskPath, identity.Sha256);
            Fill();
        });
    }

    private void OnGoldenImageRejected(Exception error)
    {
        _inspecting = false;
        var fault = (error as HypervisorException)?.Fault ?? HypervisorFault.Failed;
        StopFilling(fault, error.Message);
    }

    private void OnPoolFault(SlotMetPoolFault met) => StopFilling(met.Fault, met.Detail);

    private void StopFilling(HypervisorFault fault, string detail)
    {
        var text = $"no machine is made: {detail}";
        switch (fault)
        {
            case HypervisorFault.Unreachable:
                RaiseUnreachable(detail);
                break;
            case HypervisorFault.Failed:
            case var _ when PoolFaults.IsOfGoldenImage(fault):
                Raise(AlarmId.GoldenImage, AlarmSeverity.Critical, text);
                break;
            default:
                Raise(AlarmId.Storage, AlarmSeverity.Critical, text);
                break;
        }

        _goldenImageOk = false;
        _restsAfterFault = true;
        Context.StartTimer(Timers.GoldenImage, FaultPause, new GoldenImageDue());
    }

    private void EndRestAfterFault()
    {
        _restsAfterFault = false;
        Context.CancelTimer(Timers.GoldenImage);
    }
}
