using Orchestrator.Actors;
using Orchestrator.Core.Machines;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Pool.Machines;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Pool.Sessions;

/// <summary>
/// Responsible for one session of another node that has a machine here: the last stretch of its console path, and its
/// end. Nothing of it is journaled but the machine's offer: after a restart the machine is dirty, as for a session of
/// this node.
/// </summary>
/// <param name="claim">The session, its kiosk and its node.</param>
/// <param name="machine">The machine that it was sent to.</param>
/// <param name="consoles">The ways from other nodes to machines here.</param>
/// <param name="pool">The pool of the machine.</param>
/// <param name="report">Where its node listens.</param>
internal sealed class GuestActor(
    SessionClaim claim, MachineName machine, IGuestConsoles consoles, IActorRef<PoolMessage> pool,
    Action<GuestReport> report) : Actor<SessionMessage>
{
    private readonly GuestGrant _grant = new(claim.Entry!.Value, claim.Session, machine);

    private IActorRef<MachineMessage>? _machine;
    private int _open;
    private bool _touched;
    private bool _isAlone;
    private bool _isOver;

    /// <summary>What it knows of the console's use dies with it, so it is never restarted.</summary>
    public static SpawnOptions Options { get; } = new()
    {
        Supervision = new SupervisorStrategy(_ => Directive.Stop),
    };

    /// <summary>However it ends, nobody goes on in its machine; the pool tells that machine of the end.</summary>
    protected override void PostStop()
    {
        if (!_isOver)
        {
            consoles.Close(_grant);
            report(new GuestLost(claim.Session, machine));
        }
    }

    protected override void Receive(SessionMessage message)
    {
        if (_isOver)
        {
            return;
        }

        switch (message)
        {
            case MachineKept kept when _machine is null:
                _machine = kept.Machine;
                OpenConsole();
                report(new GuestKept(claim.Session, machine));
                break;
            case ClaimedAgain when _machine is not null:
                report(new GuestKept(claim.Session, machine));
                break;
            case MachineLost when _machine is null:
                Finish(new GuestRefused(claim.Session));
                break;
            case MachineLost:
                Finish(new GuestLost(claim.Session, machine));
                break;
            case ChannelsOpen channels:
                report(new GuestChannels(claim.Session, machine, channels.Open));
                break;
            case GuestEnds ends:
                End(ends.Touched, isKnown: true);
                break;
            case EndNow:
                End(touched: true, isKnown: false);
                break;
            default:
                ReceiveEvidence(message);
                break;
        }
    }

    private void ReceiveEvidence(SessionMessage message)
    {
        switch (message)
        {
            case PathReported { Event: ConsoleTouched } or GuestTouched:
                _touched = true;
                _machine?.Tell(new ConsoleWasTouched(claim.Session));
                break;
            case PathReported { Event: ConsoleConnectionsChanged changed }:
                _open = changed.Open;
                EndIfAlone();
                break;
            case EntryGone:
                _isAlone = true;
                EndIfAlone();
                break;
            case EntryBack:
                _isAlone = false;
                break;
        }
    }

    private void OpenConsole()
    {
        var self = Context.Self;
        consoles.Open(_grant, @event => self.Tell(new PathReported(@event)));
    }

    /// <summary>A console that is used proves that the kiosk is there, whatever became of its node's word.</summary>
    private void EndIfAlone()
    {
        if (_isAlone && _open == 0)
        {
            End(touched: false, isKnown: false);
        }
    }

    /// <param name="touched">Whether its kiosk may have used the console.</param>
    /// <param name="isKnown">Whether its node knows that it is over.</param>
    private void End(bool touched, bool isKnown)
    {
        var closing = consoles.Close(_grant);
        var proof = touched || _touched ? null : UntouchedConsole.FromClosed(closing.Touched);

        // A machine that has not been heard of yet is kept for nobody when it answers, and is replaced.
        if (proof is not null)
        {
            _machine?.Tell(new TakeBack(claim.Session, proof));
        }
        else
        {
            _machine?.Tell(new Discard(SoilReason.SessionEnded, By: claim.Session));
        }

        Finish((isKnown, proof) switch
        {
            (false, _) => new GuestLost(claim.Session, machine),
            (true, not null) => new GuestReturned(claim.Session, machine),
            _ => null,
        });
    }

    private void Finish(GuestReport? last)
    {
        _isOver = true;
        consoles.Close(_grant);

        // The pool hears first: the session may claim again as soon as its node has heard.
        pool.Tell(new GuestOver(_grant.Entry, _grant.Session));
        if (last is not null)
        {
            report(last);
        }
    }
}
