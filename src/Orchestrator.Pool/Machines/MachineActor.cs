using Microsoft.Extensions.Logging;
using Orchestrator.Actors;
using Orchestrator.Actors.Persistence;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Pool.Persistence;
using Orchestrator.Pool.Sessions;
using Orchestrator.Pool.Slots;

namespace Orchestrator.Pool.Machines;

/// <summary>
/// Responsible for one machine from its order to the proof that it is gone. Whatever it finds after a restart, it goes
/// on from the journal: a half-made machine is deleted, a clean one is looked at again, everything else is dirty.
/// </summary>
internal sealed partial class MachineActor : PersistentActor<MachineMessage, MachineState, MachineEvent>
{
    /// <summary>Pause before an effect is tried again while the hypervisor cannot be reached.</summary>
    private static readonly TimeSpan UnreachablePause = TimeSpan.FromSeconds(2);

    private readonly MachineName _name;
    private readonly PoolEnvironment _environment;
    private readonly GoldenImageIdentity? _base;
    private readonly IActorRef<SlotMessage> _slot;
    private readonly PendingSoil _pendingSoil;
    private readonly FirstSight? _firstSight;
    private readonly ILogger _log;

    private ConsoleChannels _channels = ConsoleChannels.None;
    private IActorRef<SessionMessage>? _session;
    private SoilReason? _soilAfterClone;
    private bool _cloning;
    private long _runningSince;

    /// <param name="name">The machine.</param>
    /// <param name="environment">Settings and drivers.</param>
    /// <param name="base">The disk to clone; null: this machine is only adopted after a restart, never made.</param>
    /// <param name="slot">The slot that it lives in.</param>
    /// <param name="pendingSoil">What an earlier incarnation could not journal.</param>
    /// <param name="firstSight">What the pool saw at its start; null: the machine looks for itself.</param>
    public MachineActor(
        MachineName name,
        PoolEnvironment environment,
        GoldenImageIdentity? @base,
        IActorRef<SlotMessage> slot,
        PendingSoil pendingSoil,
        FirstSight? firstSight = null)
        : base(new PersistenceSettings<MachineState, MachineEvent>(
            environment.Journal, JournalStreams.Of(name), MachineCodec.Instance, MachineState.Ordered(name))
        {
            IsNew = @base is not null,

            // A machine's journal is short (Machine.OffersMax), and a stored state would be a second door to Clean.
            SnapshotEvery = int.MaxValue,
        })
    {
        _name = name;
        _environment = environment;
        _base = @base;
        _slot = slot;
        _pendingSoil = pendingSoil;
        _firstSight = firstSight;
        _log = environment.Loggers.CreateLogger<MachineActor>();
    }

    private PoolSettings Settings => _environment.Settings;

    /// <summary>Whether nothing of it is begun.</summary>
    private bool IsOrdered => State is CloningMachine { Begun: false } && _base is not null;

    protected override MachineState Apply(MachineState state, MachineEvent @event) => Machine.Apply(state, @event);

    protected override void OnRecovered()
    {
        if (State is not CleanMachine && !IsOrdered)
        {
            // The journal's clean machine may be dead: nobody is offered it before it was looked at and probed. One
            // that is to be made is told of when that is journaled.
            _slot.Tell(new MachineChanged(State));
        }

        _runningSince = Context.Time.GetTimestamp();
        switch (State)
        {
            case CloningMachine when IsOrdered:
                Run(new BeginClone(), BeginClone);
                break;
            case StartingMachine or CleanMachine when _pendingSoil.Of(_name) is { } reason:
                Soil(reason);
                break;
            case StartingMachine or CleanMachine when _firstSight?.TakeRunning(_name) == true:
                OnSeen(running: true);
                break;
            case StartingMachine or CleanMachine:
                Look();
                break;
            case DeletingMachine or DirtyMachine:
                BeginDelete();
                break;
            case CloningMachine:
                Fail(SoilReason.Interrupted, null, $"machine {_name}: its clone was cut short by a restart");
                break;
            case OfferedMachine or InUseMachine:
                Soil(Machine.AfterRestart(State, running: true)!.Reason);
                break;
        }
    }

    protected override void Receive(MachineMessage message)
    {
        switch (message)
        {
            case KeepForSession keep:
                Keep(keep);
                break;
            case TakeBack back:
                TakeBack(back);
                break;
            case ConsoleWasTouched touched:
                Run(new ReportConnected(touched.Session));
                break;
            case Discard discard:
                OnDiscard(discard);
                break;
            case ChannelChanged changed:
                OnChannel(changed);
                break;
            case SessionSilent silent when silent.Session == _session:
                OnSessionSilent();
                break;
            default:
                ReceiveProgress(message);
                break;
        }
    }

    private void Keep(KeepForSession keep)
    {
        if (State is OfferedMachine or InUseMachine && State.Claim == keep.Claim && _session == keep.Session)
        {
            keep.Session.Tell(new MachineKept(_name, Context.Self));
            return;
        }

        var decision = Machine.Decide(State, new OfferMachine(keep.Claim));
        if (decision.IsRefused)
        {
            keep.Session.Tell(new MachineLost(_name, decision.Refusal));
            return;
        }

        Persist(decision.Events, () =>
        {
            if (State is not OfferedMachine)
            {
                keep.Session.Tell(new MachineLost(_name,
                    $"machine {_name} was offered {Machine.OffersMax} times and is replaced"));
                Changed();
                BeginDelete();
                return;
            }

            _session = keep.Session;
            keep.Session.Tell(new MachineKept(_name, Context.Self));
            Changed();
        });
    }

    private void TakeBack(TakeBack back)
    {
        if (State.Claim?.Session != back.Session)
        {
            // It was taken back already, and is clean or somebody else's by now.
            return;
        }

        if (Machine.Decide(State, new WithdrawOffer(back.Session, back.Proof)).IsRefused)
        {
            // The hypervisor saw a client although the relay admitted none: either evidence suffices.
            Soil(SoilReason.SessionEnded);
            return;
        }

        _session = null;
        Run(new WithdrawOffer(back.Session, back.Proof));
    }

    /// <summary>A session that is done with its machine need not hear that it is lost.</summary>
    private void OnDiscard(Discard discard)
    {
        if (discard.By is { } session && State.Claim?.Session == session)
        {
            _session = null;
        }

        Soil(discard.Reason);
    }

    /// <summary>Nobody is left who could close the path and prove it untouched.</summary>
    private void OnSessionSilent()
    {
        _session = null;
        Soil(SoilReason.Unproven);
    }

    private void OnChannel(ChannelChanged changed)
    {
        _channels = changed.Opened ? _channels.Opened(changed.Client) : _channels.Closed(changed.Client);
        switch (State)
        {
            case CloningMachine or StartingMachine or CleanMachine when changed.Opened:
                Log.Tampered(_log, _name, changed.Client);
                Soil(SoilReason.Tampered);
                break;
            case OfferedMachine offered when changed.Opened:
                Run(new ReportConnected(offered.Claim.Session));
                break;
        }

        _session?.Tell(new ChannelsOpen(_name, _channels.Open));
    }

    /// <summary>Makes the machine dirty and deletes it. A clone in flight comes back first: deleting beside it could
    /// miss what it makes.</summary>
    private void Soil(SoilReason reason)
    {
        if (_cloning)
        {
            _soilAfterClone ??= reason;
            return;
        }

        var decision = Machine.Decide(State, new SoilMachine(reason));
        if (decision.Events.Count == 0)
        {
            return;
        }

        _pendingSoil.Set(_name, reason);
        Context.CancelTimer(Timers.Probe);
        Context.CancelTimer(Timers.Readiness);
        _session?.Tell(new MachineLost(_name, $"machine {_name} is dirty: {reason}"));
        _session = null;
        Persist(decision.Events, () =>
        {
            Changed();
            BeginDelete();
        });
    }

    /// <summary>Dirty, and the slot should know that it is the machine's own failure.</summary>
    private void Fail(SoilReason reason, HypervisorFault? fault, string detail)
    {
        Log.Failed(_log, _name, detail);
        _slot.Tell(new MachineTrouble(_name, fault, detail));
        Soil(reason);
    }

    private void Run(MachineCommand command, Action? then = null)
    {
        var decision = Machine.Decide(State, command);
        if (decision.IsRefused)
        {
            Log.Refused(_log, decision.Refusal);
            return;
        }

        if (decision.Events.Count > 0)
        {
            Persist(decision.Events, () =>
            {
                Changed();
                then?.Invoke();
            });
        }
    }

    private void Changed()
    {
        Log.Changed(_log, _name, State.Word);
        _slot.Tell(new MachineChanged(State));
    }

    private static class Timers
    {
        public static readonly object Operation = new();
        public static readonly object Probe = new();
        public static readonly object Readiness = new();
        public static readonly object Retry = new();
    }
}
