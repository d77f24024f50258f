using Microsoft.Extensions.Logging;
using Orchestrator.Actors;
using Orchestrator.Cluster.Links;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.Coordination;
using Orchestrator.Pool.Machines;
using Orchestrator.Pool.Pools;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Cluster.Claims;

/// <summary>
/// Responsible for this node's dealings with the others: machines of theirs for sessions of its own, and machines of
/// its own for sessions of theirs. What a node holds is said anew on each link, so that a message which was lost with
/// the one before does no harm.
/// </summary>
internal sealed partial class NeighboursActor(
    ICoordinator coordinator, INodeNetwork network, ClaimOptions options, ILoggerFactory loggers)
    : Actor<NeighbourMessage>
{
    private readonly ILogger _log = loggers.CreateLogger<NeighboursActor>();
    private readonly Dictionary<PoolName, IActorRef<PoolMessage>> _pools = [];
    private readonly Dictionary<SessionId, PendingClaim> _pending = [];

    /// <summary>By session too: a machine that one session has lost untouched may be another's before the first is
    /// settled with its node.</summary>
    private readonly Dictionary<(NodeName Owner, MachineName Machine, SessionId Session), HeldClaim> _held = [];

    /// <summary>Claims that were given up before their answer came: an answer now would be to the old question, so the
    /// node is not asked for this session until it has said that the old one is over.</summary>
    private readonly Dictionary<(NodeName Owner, SessionId Session), PoolName> _abandoned = [];

    private IDisposable? _subscription;

    protected override void PreStart()
    {
        var self = Context.Self;
        _subscription = coordinator.Subscribe(@event =>
        {
            if (@event is SnapshotChanged)
            {
                self.Tell(new BranchSeen());
            }
        });
        network.Serve((link, message) => self.Tell(new LinkSaid(link, message)));
        Context.StartPeriodicTimer(nameof(Beat), options.Beat, new Beat());
    }

    protected override void PostStop()
    {
        _subscription?.Dispose();
        CloseLinks();
    }

    protected override void Receive(NeighbourMessage message)
    {
        switch (message)
        {
            case PoolAttached attached:
                _pools[attached.Pool] = attached.Actor;
                break;
            case BranchSeen:
                GiveUpTheDowned();
                CallOwners();
                foreach (var pool in _pools.Values)
                {
                    pool.Tell(new BranchChanged());
                }

                break;
            case ClaimWanted wanted:
                OnWanted(wanted);
                break;
            case ClaimOverdue overdue when IsAsked(overdue.Session, overdue.Node):
                Abandon(_pending[overdue.Session]);
                break;
            case MachineTold told:
                OnTold(told);
                break;
            case SessionIsOver over:
                EndAllOf(over.Session);
                break;
            case OwnerOverdue overdue:
                GiveUpOffers(overdue.Node);
                break;
            default:
                ReceiveFromLinks(message);
                break;
        }
    }

    private void OnWanted(ClaimWanted wanted)
    {
        var claim = wanted.Claim;
        var nodes = ClaimOrder.Of(wanted.Pool, coordinator.Node, coordinator.Snapshot).Skip(1)
            .Where(node => !_abandoned.ContainsKey((node, claim.Session)));
        AskNext(_pending[claim.Session] = new PendingClaim(wanted.Pool, claim, nodes));
    }

    private void AskNext(PendingClaim pending)
    {
        var session = pending.Claim.Session;
        if (!pending.MoveOn())
        {
            _pending.Remove(session);
            Context.CancelTimer(session);
            _pools[pending.Pool].Tell(new NoRemoteMachine(session));
            return;
        }

        Context.StartTimer(session, options.ClaimDeadline, new ClaimOverdue(session, pending.Asked!.Value));
        Ask(pending);
    }

    /// <summary>Without a link the question waits for it, until its deadline.</summary>
    private void Ask(PendingClaim pending)
    {
        var node = pending.Asked!.Value;
        if (OwnerOf(node).Link is { } link)
        {
            link.Send(new ClaimMachine(pending.Pool, pending.Claim.Session, pending.Claim.Kiosk));
        }
        else
        {
            Call(node);
        }
    }

    private bool IsAsked(SessionId session, NodeName node) =>
        _pending.TryGetValue(session, out var pending) && pending.Asked == node;

    private void Abandon(PendingClaim pending)
    {
        var (node, session) = (pending.Asked!.Value, pending.Claim.Session);
        Log.Overdue(_log, node, session);
        if (OwnerOf(node).Link is { } link)
        {
            _abandoned[(node, session)] = pending.Pool;
            link.Send(new EndClaim(pending.Pool, session, null, Touched: false));
        }

        AskNext(pending);
    }

    private void OnKept(INodeLink link, ClaimKept kept)
    {
        var (node, session) = (link.Node, kept.Session);
        if (_abandoned.ContainsKey((node, session)) || _held.ContainsKey((node, kept.Machine, session)))
        {
            return;
        }

        var held = _held[(node, kept.Machine, session)] = new HeldClaim(node, session, kept.Machine);
        if (!IsAsked(session, node))
        {
            End(held, touched: false);
            return;
        }

        _pending.Remove(session, out var pending);
        Context.CancelTimer(session);
        _pools[pending!.Pool].Tell(new RemoteMachineGiven(
            session, node, kept.Machine, new RemoteMachine(Context.Self, node, session, kept.Machine)));
    }

    private void OnRefused(NodeName node, SessionId session)
    {
        if (!_abandoned.Remove((node, session)) && IsAsked(session, node))
        {
            AskNext(_pending[session]);
        }
    }

    private void OnTold(MachineTold told)
    {
        var key = (told.Owner, told.Machine, told.Session);
        if (!_held.TryGetValue(key, out var held))
        {
            // After a restart of the session or of this process; or its node said that it is lost.
            held = _held[key] = new HeldClaim(told.Owner, told.Session, told.Machine);
        }

        switch (told.Message)
        {
            case ConsoleWasTouched:
                held.IsTouched = true;
                OwnerOf(held.Owner).Link?.Send(new TouchClaim(held.Session, held.Machine));
                break;
            case TakeBack:
                End(held, touched: false);
                break;
            case Discard:
                End(held, touched: true);
                break;
        }
    }

    /// <summary>Nobody knows any more whether its path was used.</summary>
    private void EndAllOf(SessionId session)
    {
        foreach (var held in _held.Values.Where(held => held.Session == session && !held.IsEnded))
        {
            End(held, touched: true);
        }
    }

    private void End(HeldClaim held, bool touched)
    {
        held.IsEnded = true;
        held.IsTouched |= touched;
        if (OwnerOf(held.Owner).Link is { } link)
        {
            link.Send(held.End);
        }
        else
        {
            Call(held.Owner);
        }
    }

    /// <summary>Nobody uses these machines yet, so that their kiosks can have others; those in use are left alone, for
    /// their consoles say themselves when they end.</summary>
    private void GiveUpOffers(NodeName node)
    {
        foreach (var held in _held.Values.Where(held => held.Owner == node && !held.IsEnded && !held.IsTouched))
        {
            held.IsEnded = true;
            ToSession(held, new MachineLost(held.Machine, $"node {node} cannot be reached"));
        }
    }

    private void OnLost(NodeName node, ClaimLost lost)
    {
        // Once its end is on its way, that will be answered.
        if (_held.TryGetValue((node, lost.Machine, lost.Session), out var held) && !held.IsEnded)
        {
            _held.Remove((node, lost.Machine, lost.Session));
            ToSession(held, new MachineLost(held.Machine, $"node {node} has machine {held.Machine} no longer for it"));
        }
    }

    private void OnGone(NodeName node, ClaimGone gone)
    {
        if (_held.Remove((node, gone.Machine, gone.Session), out var held))
        {
            ToSession(held, new MachineGone(held.Machine));
        }
    }

    private void ToSession(HeldClaim held, SessionMessage message)
    {
        if (_pools.TryGetValue(held.Machine.Slot.Pool, out var pool))
        {
            pool.Tell(new ForSession(held.Session, message));
        }
    }
}
