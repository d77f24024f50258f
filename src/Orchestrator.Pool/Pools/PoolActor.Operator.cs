using Orchestrator.Actors;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Core.Slots;
using Orchestrator.Pool.Sessions;
using Orchestrator.Pool.Slots;

namespace Orchestrator.Pool.Pools;

/// <summary>What an operator orders: another size, the end of a session, a slot out of service.</summary>
internal sealed partial class PoolActor
{
    private readonly Dictionary<SessionId, List<IReplyTo<OperatorAnswer>>> _endings = [];

    private int Size => State.SizeOf(Settings.Size);

    private void ReceiveFromOperator(PoolMessage message)
    {
        switch (message)
        {
            case ResizePool resize:
                OnResize(resize);
                break;
            case EndSessionOf end:
                OnEndSession(end);
                break;
            case QuarantineSlot quarantine:
                ToSlot(quarantine.Slot, quarantine.ReplyTo, new Hold(quarantine.Reason, quarantine.ReplyTo));
                break;
            case ReleaseSlot release:
                ToSlot(release.Slot, release.ReplyTo, new Release(release.ReplyTo));
                break;
            default:
                ReceiveFromNeighbours(message);
                break;
        }
    }

    private void OnResize(ResizePool resize)
    {
        if (!_started)
        {
            resize.ReplyTo.Reply(OperatorAnswer.Refused(
                $"pool {Settings.Name} has not seen its hypervisor yet; try again when it has"));
            return;
        }

        Persist([new PoolResized(resize.Size, Settings.Size)], () =>
        {
            Log.Resized(_log, Settings.Name, resize.Size);
            FitSlots();
            Fill();
            resize.ReplyTo.Reply(OperatorAnswer.Done($"pool {Settings.Name} has {resize.Size} slots"));
        });
    }

    /// <summary>As many slots as the size says: parked ones come back first, and whatever nobody uses goes
    /// first.</summary>
    private void FitSlots()
    {
        var active = _slots.Values.Where(slot => slot.IsActive).ToList();
        foreach (var slot in active.OrderBy(slot => slot.Usefulness).ThenByDescending(slot => slot.Id.ConsolePort)
            .Take(active.Count - Size))
        {
            Park(slot);
        }

        for (var missing = Size - active.Count; missing > 0; missing--)
        {
            if (_slots.Values.Where(slot => slot.IsParked).MinBy(slot => slot.Id.ConsolePort) is { } parked)
            {
                parked.IsParked = false;
                parked.IsEmpty = parked.Machine is null;
            }
            else
            {
                SpawnSlot(FreeSlot(), retired: false);
            }
        }
    }

    /// <summary>A slot in use serves its session to the end.</summary>
    private static void Park(SlotEntry slot)
    {
        var used = slot.IsUsed;
        slot.IsParked = true;
        slot.IsEmpty = false;
        slot.Available = null;
        if (!used)
        {
            slot.Actor.Tell(new ClearSlot());
        }
    }

    private SlotId FreeSlot()
    {
        var port = Settings.FirstConsolePort;
        while (_slots.ContainsKey(new SlotId(Settings.Name, port)))
        {
            port++;
        }

        return new SlotId(Settings.Name, port);
    }

    private void OnEndSession(EndSessionOf end)
    {
        if (FindGuest(end.Session) is { } guest)
        {
            AwaitEnd(end);
            guest.Actor.Tell(new EndNow(SessionEndReason.Operator));
        }
        else if (Find(end.Session) is not { } session)
        {
            end.ReplyTo.Reply(OperatorAnswer.Unknown($"no session {end.Session} in pool {Settings.Name}"));
        }
        else if (session.IsOver)
        {
            end.ReplyTo.Reply(OperatorAnswer.Refused($"session {end.Session} has ended already"));
        }
        else
        {
            AwaitEnd(end);
            session.Actor.Tell(new EndNow(SessionEndReason.Operator));
        }
    }

    private void AwaitEnd(EndSessionOf end)
    {
        if (!_endings.TryGetValue(end.Session, out var waiting))
        {
            _endings.Add(end.Session, waiting = []);
        }

        waiting.Add(end.ReplyTo);
    }

    private void AnswerEnded(SessionId session)
    {
        if (_endings.Remove(session, out var waiting))
        {
            waiting.ForEach(reply => reply.Reply(OperatorAnswer.Done($"session {session} has ended")));
        }
    }

    private void ToSlot(SlotId id, IReplyTo<OperatorAnswer> replyTo, SlotMessage message)
    {
        if (_slots.TryGetValue(id, out var slot) && slot.IsActive)
        {
            slot.Actor.Tell(message);
            return;
        }

        var ports = string.Join(", ", _slots.Values.Where(slot => slot.IsActive)
            .Select(slot => slot.Id.ConsolePort).Order());
        replyTo.Reply(OperatorAnswer.Unknown($"pool {Settings.Name} has no slot {id.ConsolePort}; slots are {ports}"));
    }
}
