using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Core.Slots;
using Orchestrator.Pool.Machines;
using Orchestrator.Pool.Sessions;
using Orchestrator.Pool.Slots;

namespace Orchestrator.Pool.Pools;

/// <summary>Serving kiosks: who waits, and who gets which clean machine.</summary>
internal sealed partial class PoolActor
{
    /// <summary>What a kiosk is told whose session nobody speaks for any more.</summary>
    public const string SessionGivenUp = "the server had to give this session up; signal again";

    private void OnSignal(KioskSignalled signal)
    {
        if (_admission == Admission.Closed)
        {
            signal.Line.Send(SignalText.Last(SessionEndReason.ServerLeft)!);
            signal.Line.Close();
            return;
        }

        if (Settings.OnRepeatedSignal == RepeatedSignal.Refuse && HasLiveSession(signal.Kiosk))
        {
            Refuse(signal.Line, "a session of this kiosk is still live; end it first");
            return;
        }

        if (_line.Length >= Settings.QueueLengthMax)
        {
            Refuse(signal.Line, $"{Settings.QueueLengthMax} kiosks wait already; signal again later");
            return;
        }

        foreach (var session in _sessions.Values)
        {
            if (!session.IsOver && session.Kiosk == signal.Kiosk)
            {
                session.Actor.Tell(new EndNow(SessionEndReason.Replaced));
            }
        }

        var id = Mint.NextSessionId();
        SpawnSession(id, signal.Kiosk, signal.Line);
        _line = _line.Join(id);
        Allocate();
        BeginPositions();
    }

    private bool HasLiveSession(KioskAddress kiosk)
    {
        foreach (var session in _sessions.Values)
        {
            if (!session.IsOver && session.Kiosk == kiosk)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The session's entry, whether it goes on or is kept to be seen; null: it is not known.</summary>
    private SessionEntry? Find(SessionId session) => _sessions.GetValueOrDefault(session) ?? _ended.Find(session);

    private static void Refuse(ISignalLine line, string reason)
    {
        line.Send(SignalText.Refused(reason));
        line.Close();
    }

    /// <summary>
    /// Gives clean machines to those who wait, as long as there are both. While the hypervisor cannot be seen nobody
    /// knows whether a clean machine still runs.
    /// </summary>
    private void Allocate()
    {
        while (!_unseen
            && _admission == Admission.Open
            && _line.First(MayBeServed) is { } session
            && FirstAvailable() is { } slot
            && IsDue(entry: null, session))
        {
            var entry = _sessions[session];
            var machine = slot.Available!.Name;
            slot.Available = null;
            _line = _line.Leave(session);
            entry.Given = machine;
            entry.GivenAt = Now;
            Log.Given(_log, session, machine);
            Keep(entry, machine);
        }

        ClaimElsewhere();
        TellBranchLine();
    }

    private SlotEntry? FirstAvailable()
    {
        SlotEntry? first = null;
        foreach (var slot in _slots.Values)
        {
            if (slot.Available is not null && !(first?.Id.ConsolePort < slot.Id.ConsolePort))
            {
                first = slot;
            }
        }

        return first;
    }

    private void Keep(SessionEntry session, MachineName machine)
    {
        var keep = new KeepSlotMachine(new SessionClaim(session.Id, session.Kiosk), machine, session.Actor);
        if (!_slots.TryGetValue(machine.Slot, out var slot) || !slot.Actor.Tell(keep))
        {
            session.Actor.Tell(new MachineLost(machine, $"slot {machine.Slot} does not take orders"));
        }
    }

    /// <summary>Only the machine that it was sent to last can be lost to it: whoever says so twice must not be given
    /// two machines.</summary>
    private void OnWaitsAgain(SessionWaitsAgain again)
    {
        if (_sessions.TryGetValue(again.Session, out var entry) && !entry.IsOver && entry.Given == again.Lost)
        {
            entry.Owner = null;
            PutBack(entry, again.Lost);
            Fill();
        }
    }

    private void PutBack(SessionEntry session, MachineName lost)
    {
        Log.WaitsAgain(_log, session.Id, lost);
        session.Given = null;
        TakeReturned(lost.Slot);
        _line = _line.Rejoin(session.Id);
        if (_admission == Admission.Closed)
        {
            session.Actor.Tell(new EndNow(SessionEndReason.ServerLeft));
        }

        Allocate();
        TellPosition(session);
        BeginPositions();
    }

    private bool IsGiven(MachineName machine)
    {
        foreach (var session in _sessions.Values)
        {
            if (!session.IsOver && session.Given == machine)
            {
                return true;
            }
        }

        foreach (var guest in _guests.Values)
        {
            if (guest.Machine == machine)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A clean machine is free once the session that had it has said so.</summary>
    private void TakeReturned(SlotId id)
    {
        if (!_slots.TryGetValue(id, out var slot) || slot.Returned is not { } clean || IsGiven(clean.Name))
        {
            return;
        }

        slot.Returned = null;
        if (slot.IsActive)
        {
            slot.Available = clean;
        }
        else
        {
            TellMachine(clean.Name, new Discard(SoilReason.Cleared));
        }
    }

    /// <summary>
    /// A session that was sent to a machine and never had it waits again from now on: were it asked first, whoever came
    /// later would be given what becomes clean meanwhile. Whoever has a path to the machine closes that first.
    /// </summary>
    private void OnDirty(MachineState machine)
    {
        TellLost(machine.Name);
        foreach (var session in _sessions.Values)
        {
            if (!session.IsOver
                && session.Given == machine.Name && session.Owner is null && machine.Claim?.Session != session.Id)
            {
                PutBack(session, machine.Name);
            }
        }
    }

    /// <summary>A machine's new incarnation does not know whom the old one served; here it is known.</summary>
    private void TellLost(MachineName machine)
    {
        foreach (var session in _sessions.Values)
        {
            if (!session.IsOver && session.Given == machine)
            {
                session.Actor.Tell(Lost(machine));
            }
        }

        foreach (var guest in _guests.Values)
        {
            if (guest.Machine == machine)
            {
                guest.Actor.Tell(Lost(machine));
            }
        }
    }

    private static MachineLost Lost(MachineName machine) => new(machine, $"machine {machine} is dirty");

    /// <summary>Whether a session may still have its path open to this slot's port. A new machine must not come to be
    /// at the end of it.</summary>
    private bool IsHeld(SlotId slot)
    {
        foreach (var session in _sessions.Values)
        {
            if (!session.IsOver && (session.IsRecovered || session.Given?.Slot == slot && session.Owner is null))
            {
                return true;
            }
        }

        foreach (var guest in _guests.Values)
        {
            if (guest.Machine.Slot == slot)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A session that replaces another one waits until that one's path is closed: an address has one path at a
    /// time.</summary>
    private bool MayBeServed(SessionId session)
    {
        var entry = _sessions[session];
        foreach (var other in _sessions.Values)
        {
            if (!other.IsOver && other.Id.Value < session.Value && other.Kiosk == entry.Kiosk)
            {
                return false;
            }
        }

        return !entry.IsClaiming;
    }
}
