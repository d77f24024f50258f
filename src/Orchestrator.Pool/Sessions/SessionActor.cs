using Microsoft.Extensions.Logging;
using Orchestrator.Actors;
using Orchestrator.Actors.Persistence;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Pool.Machines;
using Orchestrator.Pool.Persistence;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Pool.Sessions;

/// <summary>
/// Responsible for one kiosk's session: its signal line, its console path and the evidence of its use, from the signal
/// to the proof that its machine is gone. A session found alive after a restart is over: its path died with the
/// process.
/// </summary>
internal sealed partial class SessionActor : PersistentActor<SessionMessage, SessionState, SessionEvent>
{
    /// <summary>Pause between two lines on the signal port, as underVDI's kiosks expect it.</summary>
    public static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(1);

    private readonly SessionId _id;
    private readonly KioskAddress _kiosk;
    private readonly ISignalLine? _line;
    private readonly PoolEnvironment _environment;
    private readonly IActorRef<PoolMessage> _pool;
    private readonly ILogger _log;

    private IActorRef<MachineMessage>? _machine;
    private CancellationTokenRegistration _hangUp;
    private MachineName? _goneEarly;
    private bool _pathOpenedHere;
    private bool _ending;
    private bool _channelsSeen;
    private int _attempts;

    /// <param name="id">The session.</param>
    /// <param name="kiosk">The kiosk that signalled; ignored for a session that the journal knows.</param>
    /// <param name="line">Its signal line, or null: the session is recovered from the journal.</param>
    /// <param name="environment">Settings and drivers.</param>
    /// <param name="pool">The pool that it belongs to.</param>
    public SessionActor(
        SessionId id, KioskAddress kiosk, ISignalLine? line, PoolEnvironment environment, IActorRef<PoolMessage> pool)
        : base(new PersistenceSettings<SessionState, SessionEvent>(
            environment.Journal,
            JournalStreams.Of(environment.Settings.Name, id),
            SessionCodec.Instance,
            new NewSession(id))
        {
            IsNew = line is not null,

            // Session.OffersMax keeps the stream short.
            SnapshotEvery = int.MaxValue,
        })
    {
        _id = id;
        _kiosk = kiosk;
        _line = line;
        _environment = environment;
        _pool = pool;
        _log = environment.Loggers.CreateLogger<SessionActor>();
    }

    private PoolSettings Settings => _environment.Settings;

    private DateTimeOffset Now => Context.Time.GetUtcNow();

    protected override SessionState Apply(SessionState state, SessionEvent @event) => Session.Apply(state, @event);

    protected override void OnRecovered()
    {
        switch (State)
        {
            case NewSession when _line is not null:
                _hangUp = _line.HungUp.Register(() => Context.Self.Tell(new KioskHungUp()));
                Commit(new QueueSession(_kiosk, Now));
                break;
            case EndedSession ended:
                TellOver(ended);
                break;
            case NewSession:
                _pool.Tell(new SessionFinished(_id));
                break;
            default:
                BeginEnd(SessionEndReason.DaemonRestarted);
                break;
        }
    }

    protected override void PostStop() => _hangUp.Dispose();

    protected override void Receive(SessionMessage message)
    {
        switch (message)
        {
            case MachineKept kept:
                OnKept(kept);
                break;
            case MachineLost lost:
                OnLost(lost);
                break;
            case MachineGone gone:
                OnGone(gone.Name);
                break;
            case KioskHungUp when State is QueuedSession:
                BeginEnd(SessionEndReason.HungUp);
                break;
            case SignalDue:
                Signal();
                break;
            case EndNow end:
                BeginEnd(end.Reason);
                break;
            default:
                ReceiveFromPath(message);
                break;
        }
    }

    private void OnKept(MachineKept kept)
    {
        if (State is OfferedSession { Machine: var offered } && offered == kept.Name && !_ending
            || State is ConnectedSession { Machine: var used } && used == kept.Name)
        {
            // The pool asked twice, because the first answer was long in coming.
            return;
        }

        if (State is not QueuedSession || _ending)
        {
            // It hung up or was replaced while the machine was being kept; no path was opened for it.
            Context.PipeToSelf(
                ReturnAsync(kept.Machine), () => new Returned(), error => new PathCloseFailed(error));
            return;
        }

        _machine = kept.Machine;
        _attempts = 0;
        _channelsSeen = false;
        var decision = Session.Decide(State, new OfferToSession(kept.Name, Now) { Owner = kept.Owner });
        if (decision.Events is [SessionEnded refused])
        {
            Context.PipeToSelf(
                ReturnAsync(kept.Machine), () => new Returned(), error => new PathCloseFailed(error));
            BeginEnd(refused.Reason);
            return;
        }

        // The machine's journal already says whose it is; the session's own event and the opening go side by side, and
        // RULE ADDED follows both.
        OpenPath(kept.Name, kept.Owner);
        Persist(decision.Events, Report);
    }

    private async Task ReturnAsync(IActorRef<MachineMessage> machine)
    {
        var closing = await _environment.ConsolePath.CloseAsync(_id, CancellationToken.None).ConfigureAwait(false);
        if (UntouchedConsole.FromClosed(closing.Touched) is { } proof)
        {
            machine.Tell(new TakeBack(_id, proof));
        }
        else
        {
            machine.Tell(new Discard(SoilReason.SessionEnded));
        }
    }

    private void Signal()
    {
        if (State is not OfferedSession || _ending)
        {
            return;
        }

        if (_attempts >= Settings.ConnectAttempts)
        {
            BeginEnd(SessionEndReason.NobodyConnected);
            return;
        }

        _attempts++;
        _line?.Send(SignalText.RuleAdded);
        Context.StartTimer(Timers.Line, LineInterval, new SignalDue());
    }

    private void OnLost(MachineLost lost)
    {
        switch (State)
        {
            case QueuedSession when !_ending:
                _pool.Tell(new SessionWaitsAgain(_id, lost.Name));
                break;
            case OfferedSession offered when offered.Machine == lost.Name && !_ending:
                Context.PipeToSelf(ClosePathAsync(), touched => new LostPathClosed(touched), error =>
                    new PathCloseFailed(error));
                break;
            case ConnectedSession connected when connected.Machine == lost.Name:
                BeginEnd(SessionEndReason.MachineStopped);
                break;
        }
    }

    private void OnGone(MachineName name)
    {
        if (State is EndedSession { MachineGoneAt: null } ended && ended.Machine == name)
        {
            Commit(new ProveMachineGone(Now), () => Report(isFinished: true));
        }
        else
        {
            // The proof can overtake the end: the machine died by itself, and our path is still being closed.
            _goneEarly = name;
        }
    }

    /// <param name="command">What is to happen.</param>
    /// <param name="then">Runs once it is journaled, and reports; null: it is only reported.</param>
    private void Commit(SessionCommand command, Action? then = null)
    {
        var decision = Session.Decide(State, command);
        if (decision.IsRefused)
        {
            Log.Refused(_log, decision.Refusal);
            return;
        }

        Persist(decision.Events, then ?? Report);
    }

    private void Report() => Report(isFinished: false);

    private void Report(bool isFinished)
    {
        Log.Changed(_log, _id, _kiosk, State.Word);
        if (State is KioskSession session)
        {
            _pool.Tell(new SessionReported(SessionSnapshots.Of(session)) { IsFinished = isFinished });
        }
    }

    /// <summary>Of a machine that another incarnation had, this one could not tell that it is used up.</summary>
    private void TellOver(EndedSession ended)
    {
        var owes = ended is { Machine: { } machine, MachineGoneAt: null }
            ? new OwedProof(machine, ended.Owner, IsDiscarded: _machine is not null)
            : null;
        _pool.Tell(new SessionReported(SessionSnapshots.Of(ended))
        {
            IsOver = true,
            Owes = owes,
            IsFinished = owes is null,
        });
    }

    private static class Timers
    {
        public static readonly object Line = new();
        public static readonly object Idle = new();
        public static readonly object Limit = new();
        public static readonly object Grace = new();
        public static readonly object ChannelGrace = new();
    }
}
