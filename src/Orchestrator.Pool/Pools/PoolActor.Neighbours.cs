using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Pool.Machines;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Pool.Pools;

/// <summary>
/// Machines of other nodes for kiosks of this one. What order is guaranteed: among the kiosks that reached this node,
/// the oldest signal is the first to be given a clean machine of this node, and the first to ask the other nodes when
/// this one has none; one that was refused keeps its place. Who waits joins the branch's line, and each node gives its
/// machines in the order of that. Not guaranteed: that a kiosk whose question is on its way to another node is not
/// overtaken by a later one for which a machine becomes clean meanwhile (at most for the deadline of a claim), nor
/// that the first of the line is waited for longer than a machine is kept for it.
/// </summary>
internal sealed partial class PoolActor
{
    /// <summary>Announced counts can be right again without having changed, so that who was refused asks again after
    /// this time at the latest.</summary>
    private static readonly TimeSpan ClaimPause = TimeSpan.FromSeconds(1);

    private bool _claimsRest;

    private void ReceiveFromNeighbours(PoolMessage message)
    {
        switch (message)
        {
            case BranchChanged or ClaimsDue:
                _claimsRest = false;
                Allocate();
                break;
            case HoldOver:
                Allocate();
                break;
            case RemoteMachineGiven given:
                OnGiven(given);
                break;
            case NoRemoteMachine refused:
                OnRefused(refused.Session);
                break;
            case ForSession news when _sessions.TryGetValue(news.Session, out var entry):
                entry.Actor.Tell(news.Message);
                break;
            case ForSession:
                break;
            default:
                ReceiveFromGuests(message);
                break;
        }
    }

    /// <summary>No more questions than machines are announced, oldest signal first.</summary>
    private void ClaimElsewhere()
    {
        if (_claimsRest || _admission == Admission.Closed || _environment.Neighbours is not { } neighbours
            || _line.First(MayBeServed) is null)
        {
            return;
        }

        var free = neighbours.FreeOf(Settings.Name) - _sessions.Values.Count(session => session.IsClaiming);
        for (; free > 0 && _line.First(MayBeServed) is { } session; free--)
        {
            var entry = _sessions[session];
            entry.IsClaiming = true;
            neighbours.Claim(Settings.Name, new SessionClaim(session, entry.Kiosk));
        }
    }

    private void OnGiven(RemoteMachineGiven given)
    {
        var entry = _sessions.GetValueOrDefault(given.Session);
        var isAsking = entry is { IsClaiming: true, IsOver: false };
        if (entry is not null)
        {
            entry.IsClaiming = false;
        }

        if (!isAsking)
        {
            // No path was opened for it, so nobody can have touched it.
            given.Machine.Tell(new TakeBack(given.Session, UntouchedConsole.FromClosed(touched: false)!));
            return;
        }

        _line = _line.Leave(given.Session);
        entry!.Given = given.Name;
        entry.Owner = given.Owner;
        entry.Actor.Tell(new MachineKept(given.Name, given.Machine) { Owner = given.Owner });
        Allocate();
    }

    private void OnRefused(SessionId session)
    {
        if (_sessions.TryGetValue(session, out var entry))
        {
            entry.IsClaiming = false;
        }

        _claimsRest = true;
        Context.StartTimer(Timers.Claims, ClaimPause, new ClaimsDue());
        Allocate();
    }
}
