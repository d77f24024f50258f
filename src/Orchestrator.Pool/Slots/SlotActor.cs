using Microsoft.Extensions.Logging;
using Orchestrator.Actors;
using Orchestrator.Actors.Persistence;
using Orchestrator.Core;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Slots;
using Orchestrator.Pool.Machines;
using Orchestrator.Pool.Persistence;
using Orchestrator.Pool.Pools;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Pool.Slots;

/// <summary>
/// Responsible for one slot: supervises the machine in it, restarts its stuck operations with backoff, and counts
/// failures until the slot is quarantined.
/// </summary>
internal sealed partial class SlotActor : PersistentActor<SlotMessage, SlotState, SlotEvent>
{
    private readonly PoolEnvironment _environment;
    private readonly IActorRef<PoolMessage> _pool;
    private readonly PendingSoil _pendingSoil;
    private readonly FirstSight? _firstSight;
    private readonly ILogger _log;

    private IActorRef<MachineMessage>? _machine;
    private MachineState? _machineState;
    private string? _stuck;
    private MachineId? _taking;
    private DateTimeOffset? _restsUntil;

    /// <param name="id">The slot.</param>
    /// <param name="environment">Settings and drivers.</param>
    /// <param name="pool">The pool that it belongs to.</param>
    /// <param name="pendingSoil">What incarnations of its machine could not journal.</param>
    /// <param name="firstSight">What the pool saw at its start; null: the slot came later.</param>
    public SlotActor(
        SlotId id,
        PoolEnvironment environment,
        IActorRef<PoolMessage> pool,
        PendingSoil pendingSoil,
        FirstSight? firstSight = null)
        : base(new PersistenceSettings<SlotState, SlotEvent>(
            environment.Journal, JournalStreams.Of(id), SlotCodec.Instance, new SlotState(id)))
    {
        _environment = environment;
        _pool = pool;
        _pendingSoil = pendingSoil;
        _firstSight = firstSight;
        _log = environment.Loggers.CreateLogger<SlotActor>();
    }

    /// <summary>Stuck operations are tried again after 0.5 s, 1 s, 2 s …; five in ten minutes are enough to call the
    /// operator.</summary>
    private static SpawnOptions MachineOptions { get; } = OptionsOf(restartsMax: 5);

    /// <summary>Whatever is stuck while a slot is probed is tried once more: a stuck clone has to be deleted.</summary>
    private static SpawnOptions ProbeOptions { get; } = OptionsOf(restartsMax: 1);

    /// <summary>A slot is never given up: the pool would go on to send kiosks to a machine that nobody speaks
    /// for.</summary>
    public static SpawnOptions Options { get; } = new()
    {
        Supervision = SupervisorStrategy.Default with { RestartsMax = int.MaxValue },
    };

    private static SpawnOptions OptionsOf(int restartsMax) => new()
    {
        Supervision = SupervisorStrategy.Default with
        {
            Decide = error => error is StuckOperationException or JournalException ? Directive.Restart
                : Directive.Escalate,
            BackoffMin = TimeSpan.FromMilliseconds(500),
            BackoffMax = TimeSpan.FromSeconds(30),
            RestartsMax = restartsMax,
            RestartWindow = TimeSpan.FromMinutes(10),
            WhenExhausted = Directive.Stop,
        },
    };

    protected override SlotState Apply(SlotState state, SlotEvent @event) => Slot.Apply(state, @event);

    protected override void OnRecovered()
    {
        if (State.IsQuarantined)
        {
            StartRest();
        }
        else if (State.Machine is { } machine)
        {
            SpawnMachine(machine, null, _firstSight);
        }
        else
        {
            StartPause();
        }

        Report();
    }

    protected override void Receive(SlotMessage message)
    {
        switch (message)
        {
            case FillSlot fill:
                Fill(fill);
                break;
            case KeepSlotMachine keep:
                Keep(keep);
                break;
            case ForMachine forMachine when CurrentName == forMachine.Machine:
                _machine?.Tell(forMachine.Message);
                break;
            case ForAnyMachine forAny:
                _machine?.Tell(forAny.Message);
                break;
            case MachineChanged changed:
                OnMachineChanged(changed.State);
                break;
            case MachineTrouble trouble:
                OnTrouble(trouble);
                break;
            case MachineActorStopped stopped when CurrentName == stopped.Machine:
                OnMachineActorStopped(stopped.Machine);
                break;
            case MachineStuck stuck when CurrentName == stuck.Machine:
                _stuck = stuck.Detail;
                break;
            case SlotRested:
                Run(new ProbeQuarantine(), Resume);
                break;
            case ClearSlot:
                Clear();
                break;
            default:
                ReceiveFromOperator(message);
                break;
        }
    }

    private MachineName? CurrentName => State.Machine is { } machine ? new MachineName(State.Id, machine) : null;

    private void Fill(FillSlot fill)
    {
        var decision = Decide(new AssignMachine(fill.Machine));
        if (decision.IsRefused)
        {
            Log.Refused(_log, decision.Refusal);
            _pool.Tell(new OrderDropped(State.Id, fill.Machine));
            Report();
            return;
        }

        _taking = fill.Machine;
        Persist(decision.Events, () =>
        {
            _taking = null;
            SpawnMachine(fill.Machine, fill.Base);
        });
    }

    /// <summary>An order whose event could not be journaled is lost with the incarnation, unless the pool hears of
    /// it.</summary>
    protected override void PostStop()
    {
        if (_taking is { } machine)
        {
            _pool.Tell(new OrderDropped(State.Id, machine));
        }
    }

    private void SpawnMachine(MachineId id, GoldenImageIdentity? @base, FirstSight? firstSight = null)
    {
        _stuck = null;
        var name = new MachineName(State.Id, id);
        var self = Context.Self;
        _machine = Context.Spawn(
            id.ToString(),
            () => new MachineActor(name, _environment, @base, self, _pendingSoil, firstSight),
            State.IsProbing ? ProbeOptions : MachineOptions);
        Context.Watch(_machine, new MachineActorStopped(name));
    }

    private void Keep(KeepSlotMachine keep)
    {
        if (CurrentName != keep.Machine || _machine is null)
        {
            keep.Session.Tell(new MachineLost(keep.Machine, $"slot {State.Id} no longer holds machine {keep.Machine}"));
            return;
        }

        _machine.Tell(new KeepForSession(keep.Claim, keep.Session));
    }

    private void OnMachineChanged(MachineState machine)
    {
        if (machine.Name != CurrentName)
        {
            return;
        }

        _machineState = machine;
        switch (machine)
        {
            case CleanMachine:
                Run(new ReportClean(machine.Name.Machine));
                break;
            case GoneMachine:
                Vacate(machine.Name);
                break;
            default:
                Report();
                break;
        }
    }

    private void Vacate(MachineName name) => Run(new VacateSlot(name.Machine), () =>
    {
        Context.Unwatch(_machine!);
        Context.Stop(_machine!);
        _machine = null;
        _machineState = null;
        if (State.IsQuarantined)
        {
            Log.Quarantined(_log, State.Id, State.LastFailure);
            StartRest();
        }
        else
        {
            StartPause();
        }

        Report(vanished: name);
    });

    private void OnTrouble(MachineTrouble trouble)
    {
        if (trouble.Fault is { } fault && PoolFaults.Contains(fault))
        {
            _pool.Tell(new SlotMetPoolFault(State.Id, fault, trouble.Detail));
            return;
        }

        Run(new ReportFailure(trouble.Machine.Machine, trouble.Detail));
    }

    private void OnMachineActorStopped(MachineName name)
    {
        _machine = null;
        var detail = $"machine {name} could not be deleted: {_stuck ?? "its actor failed, see the log"}";
        Run(new GiveUpMachine(name.Machine, detail), () =>
        {
            Log.Quarantined(_log, State.Id, State.LastFailure);
            StartRest();
            Report();
        });
    }

    private void Clear()
    {
        _machine?.Tell(new Discard(SoilReason.Cleared));
        Run(new LiftQuarantine(), Resume);
    }

    private void Resume()
    {
        Context.CancelTimer(Timers.Rest);
        _restsUntil = null;
        if (State.Machine is { } machine && _machine is null)
        {
            SpawnMachine(machine, null);
        }

        Report();
    }

    private void StartRest() =>
        Rest(Slot.Rest(State, _environment.Settings.QuarantineRest, _environment.Settings.QuarantineRestMax));

    private void StartPause()
    {
        if (Slot.Pause(State) is { Ticks: > 0 } pause)
        {
            Rest(pause);
        }
    }

    private void Rest(TimeSpan rest)
    {
        _restsUntil = Context.Time.GetUtcNow() + rest;
        Context.StartTimer(Timers.Rest, rest, new SlotRested());
    }

    private bool IsEmpty => State is { Machine: null, IsQuarantined: false, IsHeld: false } && _restsUntil is null;

    private void Report(MachineName? vanished = null) => _pool.Tell(new SlotReported(
        new SlotSnapshot(
            State.Id,
            State.Word,
            State.Machine,
            _machineState?.Word,
            _machineState?.Claim?.Session,
            State.FailuresInARow,
            State.LastFailure,
            State.Quarantines,
            _restsUntil),
        _machineState)
    {
        IsEmpty = IsEmpty,
        Vanished = vanished,
    });

    private void Run(SlotCommand command) => Run(command, () => Report());

    private void Run(SlotCommand command, Action then) => Persist(Decide(command).Events, then);

    private Decision<SlotEvent> Decide(SlotCommand command) =>
        Slot.Decide(State, command, _environment.Settings.FailuresInARowMax);

    private static class Timers
    {
        public static readonly object Rest = new();
    }
}
