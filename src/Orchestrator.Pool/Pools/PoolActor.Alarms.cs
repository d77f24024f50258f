using Orchestrator.Core.Alarms;
using Orchestrator.Core.Slots;
using Orchestrator.Pool.Alarms;

namespace Orchestrator.Pool.Pools;

/// <summary>What the operator must know: conditions go to the alarm board, which answers with what its journal
/// holds.</summary>
internal sealed partial class PoolActor
{
    private AlarmDesk? _desk;
    private IReadOnlyList<Alarm> _alarms = [];

    /// <summary>Slots of the alarm that was raised last, and the pool's size then.</summary>
    private (List<(SlotId Id, string? Failure)> Slots, int Of) _quarantined = ([], 0);

    private void SpawnAlarms()
    {
        var self = Context.Self;
        _desk = new AlarmDesk(Context.Spawn("alarms", () => new AlarmActor(_environment, self), AlarmActor.Options));
    }

    /// <returns>Whether the board knows of it.</returns>
    private bool Raise(AlarmId id, AlarmSeverity severity, string cause) =>
        _desk!.Raise(new RaiseAlarm(id, severity, cause, Now));

    /// <summary>The condition was looked at and is well, whoever raised the alarm: this process or one before
    /// it.</summary>
    private void Clear(AlarmId id) => _desk!.Clear(id, Now);

    private void OnAlarmsRecovered(AlarmsRecovered recovered)
    {
        _alarms = recovered.Alarms;
        _desk!.Repeat();
    }

    private void RaiseUnreachable(string detail) => Raise(AlarmId.HypervisorUnreachable, AlarmSeverity.Critical,
        $"hypervisor cannot be reached: {detail}; running sessions go on, and nothing is made or deleted until it is "
        + "back: see whether libvirtd runs");

    /// <summary>Without every slot's word an alarm of an earlier life is neither true nor false.</summary>
    private void ShowSlots()
    {
        if (!_started || !HaveAllReported())
        {
            return;
        }

        ShowQuarantine();
        if (Budget.IsFull(Now))
        {
            Clear(AlarmId.CloneFailures);
        }

        if (AreAllOfUse())
        {
            // These say that no machine is made; now none is to be made.
            Clear(AlarmId.GoldenImage);
            Clear(AlarmId.Storage);
            Clear(AlarmId.HostMemory);
        }
    }

    private bool AreAllOfUse()
    {
        foreach (var slot in _slots.Values)
        {
            if (slot.IsActive && !slot.IsOfUse)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The text of the alarm is made only when it says something new: it is looked at with every
    /// report.</summary>
    private void ShowQuarantine()
    {
        var (count, isShown) = (0, _quarantined.Of == Size);
        foreach (var slot in _slots.Values)
        {
            if (slot is { IsActive: true, IsSuspect: true, Snapshot.LastFailure: var failure })
            {
                isShown &= count < _quarantined.Slots.Count && _quarantined.Slots[count] == (slot.Id, failure);
                count++;
            }
        }

        if (count == 0)
        {
            Clear(AlarmId.Quarantine);
        }

        if (!isShown || count != _quarantined.Slots.Count)
        {
            RaiseQuarantine();
        }
    }

    private void RaiseQuarantine()
    {
        List<(SlotId Id, string? Failure)> suspects =
        [
            .. _slots.Values.Where(slot => slot is { IsActive: true, IsSuspect: true })
                .Select(slot => (slot.Id, slot.Snapshot!.LastFailure)),
        ];
        if (suspects.Count == 0 || Raise(
            AlarmId.Quarantine,
            suspects.Count == Size ? AlarmSeverity.Critical : AlarmSeverity.Warning,
            string.Join("; ", suspects.Select(slot => $"slot {slot.Id} is quarantined: {slot.Failure}"))
            + "; it is probed by itself at growing intervals, and a clear of the pool ends the quarantine now"))
        {
            _quarantined = (suspects, Size);
        }
    }
}
