using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Pool.Machines;
using Orchestrator.Pool.Sessions;
using Orchestrator.Pool.Slots;

namespace Orchestrator.Pool.Pools;

/// <summary>Machines of this node for kiosks of others.</summary>
internal sealed partial class PoolActor
{
    private readonly Dictionary<(NodeName Entry, SessionId Session), GuestEntry> _guests = [];
    private readonly Dictionary<(MachineName Machine, SessionId Session), Action<GuestReport>> _guestProofs = [];

    private void ReceiveFromGuests(PoolMessage message)
    {
        switch (message)
        {
            case ClaimForGuest claim:
                OnClaim(claim);
                break;
            case ForGuest news when _guests.TryGetValue((news.Entry, news.Session), out var guest):
                guest.Actor.Tell(news.Message);
                break;
            case ForGuest:
                break;
            case EndGuest end:
                OnEndGuest(end);
                break;
            case GuestOver over:
                OnGuestOver(over);
                break;
            default:
                ReceiveFromSession(message);
                break;
        }
    }

    /// <summary>What is free here is what no kiosk of this node waits for, or what is kept for one that came
    /// earlier.</summary>
    private void OnClaim(ClaimForGuest asked)
    {
        var claim = asked.Claim;
        if (_guests.TryGetValue((claim.Entry!.Value, claim.Session), out var known))
        {
            known.Actor.Tell(new ClaimedAgain());
            return;
        }

        if (_unseen
            || _admission != Admission.Open
            || FirstAvailable() is not { } slot
            || !IsDue(claim.Entry, claim.Session))
        {
            asked.Report(new GuestRefused(claim.Session));
            return;
        }

        var machine = slot.Available!.Name;
        slot.Available = null;
        var guest = SpawnGuest(claim, machine, asked.Report);
        if (!slot.Actor.Tell(new KeepSlotMachine(claim, machine, guest.Actor)))
        {
            guest.Actor.Tell(new MachineLost(machine, $"slot {machine.Slot} does not take orders"));
        }
    }

    private GuestEntry SpawnGuest(SessionClaim claim, MachineName machine, Action<GuestReport> report)
    {
        var (consoles, self) = (_environment.Neighbours!.Consoles, Context.Self);
        var actor = Context.Spawn(
            $"guest-{claim.Entry}-{claim.Session}-{machine.Machine}",
            () => new GuestActor(claim, machine, consoles, self, report),
            GuestActor.Options);
        var guest = new GuestEntry(claim, machine, actor);
        _guests.Add((claim.Entry!.Value, claim.Session), guest);
        Context.Watch(actor, new GuestOver(claim.Entry.Value, claim.Session));
        return guest;
    }

    private void OnEndGuest(EndGuest end)
    {
        var guest = _guests.GetValueOrDefault((end.Entry, end.Session));
        if (guest is not null && (end.Machine is null || end.Machine == guest.Machine))
        {
            guest.Actor.Tell(new GuestEnds(end.Touched));
        }
        else if (end.Machine is null || !end.Touched)
        {
            end.Report(end.Machine is { } returned
                ? new GuestReturned(end.Session, returned)
                : new GuestRefused(end.Session));
            return;
        }

        if (end.Machine is { } machine)
        {
            DiscardIfClean(machine);
            _guestProofs[(machine, end.Session)] = end.Report;
            SettleOwed();
        }
    }

    /// <summary>A guest that could not be reached was given up and its machine is clean again, for nothing got here;
    /// its node says that the kiosk was connected. The machine is not worth the doubt, and its end is what the session
    /// waits for.</summary>
    private void DiscardIfClean(MachineName machine)
    {
        if (_slots.GetValueOrDefault(machine.Slot) is { Available: { } clean } slot && clean.Name == machine)
        {
            slot.Available = null;
            TellMachine(machine, new Discard(SoilReason.SessionEnded));
        }
    }

    private void OnGuestOver(GuestOver over)
    {
        if (_guests.Remove((over.Entry, over.Session), out var guest))
        {
            Context.Unwatch(guest.Actor);
            Context.Stop(guest.Actor);
            TellMachine(guest.Machine, new SessionSilent(guest.Actor));
            AnswerEnded(over.Session);
            TakeReturned(guest.Machine.Slot);
            Allocate();
            Fill();
        }
    }

    private void SettleGuests()
    {
        foreach (var (proof, report) in _guestProofs)
        {
            if (!IsOwned(proof.Machine))
            {
                _guestProofs.Remove(proof);
                report(new GuestGone(proof.Session, proof.Machine));
            }
        }
    }

    private GuestEntry? FindGuest(SessionId session) =>
        _guests.Values.FirstOrDefault(guest => guest.Claim.Session == session);
}
