using Orchestrator.Actors;
using Orchestrator.Simulation.Chance;
using Orchestrator.Simulation.Checking;
using Orchestrator.Simulation.Drivers;
using Orchestrator.Simulation.Tracing;
using Orchestrator.Testing.Hypervisor;
using Orchestrator.Testing.Journal;

namespace Orchestrator.Simulation.Branch;

/// <summary>
/// A whole branch under one seed, on the caller's thread: a step is one actor's turn or the next thing that time
/// brings, and the rules are looked at after each.
/// </summary>
internal sealed class SimulatedBranch
{
    /// <summary>A run has some hundred thousand steps; one with so many never comes to rest.</summary>
    private const long StepsMax = 100_000_000;

    /// <summary>How long a turn is delayed at most, when nothing else happens meanwhile.</summary>
    private static readonly TimeSpan TurnDelayMax = TimeSpan.FromSeconds(1);

    private readonly World _world;
    private readonly DriverWrappers _wrappers;
    private readonly InMemoryJournal _journal = new();
    private readonly FaultyHypervisor _hypervisor;
    private readonly Outside _outside;
    private readonly Operator _operator;
    private readonly Ending _ending;
    private long _killAt;
    private long _delayAt;

    public SimulatedBranch(ulong seed, Trace trace, DriverWrappers wrappers)
    {
        _world = new World(seed, trace);
        _wrappers = wrappers;
        var twin = new SimulatedHypervisor(_world.Time);
        _hypervisor = new FaultyHypervisor(_world, twin);
        _operator = new Operator(_world);
        _outside = new Outside(_world, _hypervisor, _operator);
        _ending = new Ending(_world, _journal, twin, _outside, _operator);
        _killAt = NextStrike(FaultKind.ProcessKilled);
        _delayAt = NextStrike(FaultKind.TurnDelayed);
    }

    public World World => _world;

    private Trace Trace => _world.Trace;

    private bool IsOver => _world.Checker.Violation is not null || _ending.IsOver;

    /// <summary>Runs until everything has become well, or a rule did not hold.</summary>
    public void Run()
    {
        Start();
        _outside.Begin();
        _world.Later(_world.Plan.Length, () =>
        {
            _ending.Begin();
            (_killAt, _delayAt) = (long.MaxValue, long.MaxValue);
            if (_world.Process is null)
            {
                Start();
            }
        });
        while (!IsOver)
        {
            Step();
        }
    }

    private void Step()
    {
        Trace.Step++;
        _world.Checker.Lines.BeforeStep();
        if (_world.Process is not { } process)
        {
            PassTime(null);
        }
        else if (Trace.Step >= _killAt || process.System.Failed.IsCompleted)
        {
            Kill();
        }
        else if (Trace.Step < _delayAt && process.Dispatcher.Take() is { } actor)
        {
            Turn(actor);
        }
        else
        {
            PassTime(process);
        }

        _world.Checker.AfterStep();
        if (Trace.Step > StepsMax)
        {
            _world.Checker.Fail(Rules.Heals, $"it has made {StepsMax} steps");
        }
    }

    private void Turn(IRunnable actor)
    {
        if (actor is IActorRef named)
        {
            Trace.AddTurn(named.Path);
            if (Trace.IsWritten)
            {
                Trace.Write($"turn of {named.Path}");
            }
        }

        actor.Run();
    }

    /// <summary>The next thing that is due happens: a timer of the process, or something of the world.</summary>
    private void PassTime(BranchProcess? process)
    {
        var isDelay = process is { Dispatcher.Ready: > 0 };
        if (isDelay)
        {
            _world.Count(FaultKind.TurnDelayed);
            _delayAt = NextStrike(FaultKind.TurnDelayed);
        }
        else if (process is { Journal.IsBusy: false })
        {
            _world.Checker.Serving.OnRest();
        }

        var due = _world.Time.NextDue();
        if (process?.Time.NextDue() is { } own && (due is null || own < due))
        {
            due = own;
        }

        var passes = due!.Value > _world.Now ? due.Value - _world.Now : TimeSpan.Zero;
        if (isDelay && passes > TurnDelayMax)
        {
            passes = TurnDelayMax;
        }

        Trace.Add(TraceKind.Time, (ulong)passes.Ticks);
        process?.Time.Advance(passes);
        _world.Time.Advance(passes);
    }

    private void Start()
    {
        _world.Process = new BranchProcess(_world, _hypervisor, _journal, _wrappers);
        Trace.Add(TraceKind.Process, 1);
        if (Trace.IsWritten)
        {
            Trace.Write("the process starts");
        }
    }

    private void Kill()
    {
        _world.Count(FaultKind.ProcessKilled);
        _killAt = NextStrike(FaultKind.ProcessKilled);
        _world.Process!.Journal.Kill();
        _hypervisor.OnProcessDied();
        _operator.OnProcessDied();
        _world.Process = null;
        _world.Checker.OnProcessDied();
        foreach (var kiosk in _world.Kiosks)
        {
            kiosk.OnProcessDied();
        }

        _world.Later(TimeSpan.FromSeconds(_world.Random.Scaled(0.05, 10)), () =>
        {
            if (_world.Process is null)
            {
                Start();
            }
        });
    }

    /// <summary>The step of the next strike: drawn once a strike instead of once a step.</summary>
    private long NextStrike(FaultKind kind)
    {
        var rate = _world.Plan.Rates[kind];
        return rate == 0 || _world.IsCalm
            ? long.MaxValue
            : Trace.Step + 1 + (long)(-Math.Log(1 - _world.Random.NextDouble()) / rate);
    }
}
