using Orchestrator.Core.Alarms;
using Orchestrator.Pool.Alarms;

namespace Orchestrator.Pool.Pools;

/// <summary>What the operator must know: conditions go to the alarm board, which answers with what its journal
/// holds.</summary>
internal sealed partial class PoolActor
{
    private AlarmDesk? _desk;
    private IReadOnlyList<Alarm> _alarms = [];

    private void SpawnAlarms()
    {
        var self = Context.Self;
        _desk = new AlarmDesk(Context.Spawn("alarms", () => new AlarmActor(_environment, self), AlarmActor.Options));
    }

    private void Raise(AlarmId id, AlarmSeverity severity, string cause) =>
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

    private void ShowQuarantine()
    {
        List<SlotEntry>? suspects = null;
        foreach (var slot in _slots.Values)
        {
            if (slot is { IsActive: true, IsSuspect: true })
            {
                (suspects ??= []).Add(slot);
            }
        }

        if (suspects is null)
        {
            Clear(AlarmId.Quarantine);
            return;
        }

        Raise(
            AlarmId.Quarantine,
            suspects.Count == Size ? AlarmSeverity.Critical : AlarmSeverity.Warning,
            string.Join("; ", suspects.Select(
                slot => $"slot {slot.Id} is quarantined: {slot.Snapshot!.LastFailure}"))
            + "; it is probed by itself at growing intervals, and a clear of the pool ends the quarantine now");
    }
}
