using Microsoft.Extensions.Logging;
using Orchestrator.Actors;
using Orchestrator.Actors.Persistence;
using Orchestrator.Core;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Proofs;
using Orchestrator.Core.Sessions;
using Orchestrator.Core.Slots;
using Orchestrator.Pool.Persistence;

namespace Orchestrator.Pool.Pools;

/// <summary>Responsible for one pool on one node: which kiosk is served next, and which slot is filled next.</summary>
internal sealed partial class PoolActor : PersistentActor<PoolMessage, PoolState, PoolEvent>
{
    private readonly PoolEnvironment _environment;
    private readonly StartInventory _startInventory;
    private readonly ILogger _log;
    private readonly Dictionary<SlotId, SlotEntry> _slots = [];
    private readonly Dictionary<SessionId, SessionEntry> _sessions = [];
    private readonly EndedSessions _ended;

    private WaitingLine _line = WaitingLine.Empty;
    private WaitEstimate _estimate;
    private IdMint? _mint;

    /// <param name="environment">Settings and drivers.</param>
    /// <param name="memory">The host's memory, which all pools of this node share.</param>
    /// <param name="startInventory">The inventory that all pools of this node start with.</param>
    public PoolActor(PoolEnvironment environment, HostMemory memory, StartInventory startInventory)
        : base(new PersistenceSettings<PoolState, PoolEvent>(
            environment.Journal,
            JournalStreams.Of(environment.Settings.Name),
            PoolCodec.Instance,
            new PoolState(environment.Settings.Name)))
    {
        _environment = environment;
        _memory = memory;
        _startInventory = startInventory;
        _ended = new EndedSessions(environment.Settings.EndedSessionsKept);
        _log = environment.Loggers.CreateLogger<PoolActor>();

        // Before anything was measured: a boot of some ten seconds, and sessions that nobody ends by hand.
        _estimate = new WaitEstimate(TimeSpan.FromSeconds(10), environment.Settings.IdleTimeout);
    }

    private PoolSettings Settings => _environment.Settings;

    private DateTimeOffset Now => Context.Time.GetUtcNow();

    private IdMint Mint => _mint ??= new IdMint(() => Now.ToUnixTimeMilliseconds(), Context.Random);

    /// <summary>A session restarts when the journal hiccups; a session that cannot go on is given up, and its machine
    /// with it.</summary>
    private static SpawnOptions SessionOptions { get; } = new()
    {
        Supervision = SupervisorStrategy.Default with { RestartsMax = 5, WhenExhausted = Directive.Stop },
    };

    protected override PoolState Apply(PoolState state, PoolEvent @event) => PoolState.Apply(state, @event);

    protected override void OnRecovered()
    {
        SpawnAlarms();
        _environment.Neighbours?.Attach(Settings.Name, Context.Self);
        BeginStartup();
    }

    protected override void Receive(PoolMessage message)
    {
        switch (message)
        {
            case KioskSignalled signalled:
                OnSignal(signalled);
                break;
            case PositionsDue:
                TellPositions();
                break;
            case SlotReported reported:
                OnSlot(reported);
                break;
            case OrderDropped dropped:
                OnOrderDropped(dropped);
                break;
            case GetPool get:
                get.ReplyTo.Reply(Snapshot());
                break;
            case GetOwners get:
                OnGetOwners(get);
                break;
            case ClearPool clear:
                BeginClear(clear);
                break;
            case ProofMade proof:
                OnProof(proof);
                break;
            case AlarmsChanged changed:
                _alarms = changed.Alarms;
                break;
            case AlarmsRecovered recovered:
                OnAlarmsRecovered(recovered);
                break;
            case AdmitKiosks admit:
                OnAdmit(admit);
                break;
            default:
                ReceiveFromOperator(message);
                break;
        }
    }

    private void ReceiveFromSession(PoolMessage message)
    {
        switch (message)
        {
            case SessionReported reported:
                OnSession(reported);
                break;
            case SessionWaitsAgain again:
                OnWaitsAgain(again);
                break;
            case SessionFinished finished:
                OnSessionFinished(finished.Session);
                UseWhatIsFree();
                break;
            case SessionActorLost lost:
                OnSessionActorLost(lost.Session);
                break;
            case LostSessionClosed closed:
                OnLostSessionClosed(closed);
                break;
            default:
                ReceiveFromHypervisor(message);
                break;
        }
    }

    private void ReceiveFromHypervisor(PoolMessage message)
    {
        switch (message)
        {
            case HypervisorReported reported:
                OnHypervisor(reported.Event);
                break;
            case SlotMetPoolFault met:
                OnPoolFault(met);
                break;
            case GoldenImageInspected inspected:
                OnGoldenImage(inspected.Identity);
                break;
            case GoldenImageRejected rejected:
                OnGoldenImageRejected(rejected.Error);
                break;
            case GoldenImageDue:
                EndRestAfterFault();
                RetryFill();
                break;
            case BudgetDue or MemoryDue:
                Fill();
                break;
            case HostMeasured measured:
                OnHostMeasured(measured);
                break;
            case HostUnmeasured unmeasured:
                OnHostUnmeasured(unmeasured.Error);
                break;
            default:
                ReceiveStartup(message);
                break;
        }
    }

    private PoolSnapshot Snapshot() => new(
        Settings.Name,
        Size,
        _slots.Values.Count(slot => slot.Available is not null),
        _line.Length,
        _differences.Count(one => one.Kind == DifferenceKind.UnownedMachine),
        _removed,
        _provedAt,
        [.. _differences.Select(one => one.ToString()).Order(StringComparer.Ordinal)],
        _alarms,
        [.. _slots.Values.Where(slot => slot.IsShown).OrderBy(slot => slot.Id.ConsolePort)
            .Select(Show).OfType<SlotSnapshot>()],
        [.. _sessions.Values.Concat(_ended.All).OrderByDescending(session => session.Id.Value)
            .Select(session => session.Snapshot).OfType<SessionSnapshot>()])
    {
        GoldenImageSha256 = State.GoldenImage?.Sha256,
        IsKnown = _started && _slots.Values.All(slot => slot.IsKnown)
            && _sessions.Values.All(session => session.Snapshot is not null),
        Admission = _admission,
    };

    private static class Timers
    {
        public static readonly object Inventory = new();
        public static readonly object GoldenImage = new();
        public static readonly object Budget = new();
        public static readonly object Claims = new();
        public static readonly object Hold = new();
        public static readonly object Memory = new();
        public static readonly object Positions = new();
    }
}
