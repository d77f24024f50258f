using Orchestrator.Actors;
using Orchestrator.Core.Alarms;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Pool.Sessions;
using Orchestrator.Pool.Slots;

namespace Orchestrator.Pool.Pools;

/// <summary>underVDI's vm_clear: end everything, delete everything, forget the base, start from zero.</summary>
internal sealed partial class PoolActor
{
    private readonly List<IReplyTo<bool>> _clearings = [];

    private void BeginClear(ClearPool clear)
    {
        Log.Clearing(_log, Settings.Name);
        _clearings.Add(clear.ReplyTo);
        _drained = !clear.Refill;
        if (_drained)
        {
            Raise(AlarmId.Drained, AlarmSeverity.Critical,
                "the pool was cleared without refilling; clear it again, or restart the daemon, to refill it");
        }
        else
        {
            Clear(AlarmId.Drained);
        }

        ClearAll();
    }

    /// <summary>Before the start nobody knows what there is: the start goes on with a clear that came too
    /// early.</summary>
    private void ClearAll()
    {
        if (_clearings.Count == 0 || !_started)
        {
            return;
        }

        foreach (var session in _sessions.Values.Where(session => !session.IsOver))
        {
            session.Actor.Tell(new EndNow(SessionEndReason.Cleared));
        }

        foreach (var guest in _guests.Values)
        {
            guest.Actor.Tell(new EndNow(SessionEndReason.Cleared));
        }

        foreach (var slot in _slots.Values)
        {
            slot.Actor.Tell(new ClearSlot());
        }

        FinishClear();
    }

    /// <summary>With no overlay left, the next golden image may be another one.</summary>
    private void FinishClear()
    {
        if (_clearings.Count == 0 || !_started
            || _slots.Values.Any(slot => slot.Snapshot is null || slot.Machine is not null))
        {
            return;
        }

        _goldenImageOk = false;

        // The next image boots in a time of its own.
        _pacing = null;
        _inspecting = false;
        EndRestAfterFault();
        Persist(State.GoldenImage is null ? [] : [new GoldenImageForgotten()], () =>
        {
            foreach (var clearing in _clearings)
            {
                clearing.Reply(true);
            }

            _clearings.Clear();
            Fill();
        });
    }
}
