using System.Globalization;
using Orchestrator.Actors;
using Orchestrator.Core.Cluster;
using Orchestrator.Simulation.Branch;
using Orchestrator.Simulation.Chance;
using Orchestrator.Simulation.Checking;
using Orchestrator.Simulation.Tracing;

namespace Orchestrator.Simulation.Nodes;

/// <summary>
/// A branch of several servers under one seed, on the caller's thread: a step is one actor's turn on one of them or the
/// next thing that time brings, and the rules are looked at after each.
/// </summary>
internal sealed class NodesBranch
{
    /// <summary>A run has some hundred thousand steps, a long one of seven nodes some millions; one with so many never
    /// comes to rest.</summary>
    private const long StepsMax = 30_000_000;

    /// <summary>The clocks of servers and world come to a moment together, not one long before the other.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(10);

    private readonly NodesOutside _outside;
    private readonly NodesEnding _ending;
    private long _killAt;
    private long _delayAt;

    /// <param name="seed">The seed.</param>
    /// <param name="nodes">How many servers; 0: the seed says.</param>
    /// <param name="trace">Where all is traced.</param>
    /// <param name="wrappers">What is broken on purpose.</param>
    public NodesBranch(ulong seed, int nodes, Trace trace, DriverWrappers wrappers)
    {
        World = new NodesWorld(seed, nodes, trace);
        for (var i = 1; i <= World.Plan.Capacities.Count; i++)
        {
            var name = NodeName.Parse("n" + i.ToString(CultureInfo.InvariantCulture));
            World.Servers.Add(new NodeServer(World, name, wrappers));
        }

        World.AddKiosks();
        _outside = new NodesOutside(World);
        _ending = new NodesEnding(World, _outside);
        _killAt = NextStrike(FaultKind.ProcessKilled);
        _delayAt = NextStrike(FaultKind.TurnDelayed);
    }

    public NodesWorld World { get; }

    private Trace Trace => World.Trace;

    private bool IsOver => World.Verdict.First is not null || _ending.IsOver;

    /// <summary>Runs until everything has become well, or a rule did not hold.</summary>
    public void Run()
    {
        foreach (var server in World.Servers)
        {
            // Servers are not switched on at one moment.
            World.Later(World.Random.Between(TimeSpan.Zero, TimeSpan.FromSeconds(10)), server.Start);
        }

        _outside.Begin();
        World.Later(World.Plan.Branch.Length, () =>
        {
            _ending.Begin();
            (_killAt, _delayAt) = (long.MaxValue, long.MaxValue);
        });
        while (!IsOver)
        {
            Step();
        }
    }

    private void Step()
    {
        Trace.Step++;
        foreach (var server in World.Servers)
        {
            server.World.Checker.Lines.BeforeStep();
        }

        if (Trace.Step >= _killAt)
        {
            _killAt = NextStrike(FaultKind.ProcessKilled);
            _outside.Kill(World.Servers[World.Random.Next(World.Servers.Count)], FaultKind.ProcessKilled);
        }
        else if (World.Servers.Find(server => server.Process?.System.Failed.IsCompleted == true) is { } failed)
        {
            _outside.Kill(failed, FaultKind.ProcessKilled);
        }
        else if (Trace.Step >= _delayAt || !TryTurn())
        {
            PassTime();
        }

        foreach (var server in World.Servers)
        {
            server.World.Checker.AfterStep();
        }

        if (Trace.Step > StepsMax)
        {
            World.Verdict.Fail(Rules.Heals, $"it has made {StepsMax} steps");
        }
    }

    /// <summary>Somebody on one of the servers has a turn; false: nobody wants one.</summary>
    private bool TryTurn()
    {
        var servers = World.Servers;
        var first = World.Random.Next(servers.Count);
        for (var i = 0; i < servers.Count; i++)
        {
            var server = servers[(first + i) % servers.Count];
            if (server.Process is { IsStalled: false } process && process.Dispatcher.Take() is { } actor)
            {
                Turn(server.World, actor);
                return true;
            }
        }

        return false;
    }

    private void Turn(World world, IRunnable actor)
    {
        if (actor is IActorRef named)
        {
            Trace.AddTurn(named.Path);
            if (Trace.IsWritten)
            {
                world.Trace.Write($"turn of {named.Path}");
            }
        }

        actor.Run();
    }

    /// <summary>The next thing that is due happens: timers of processes, or something of the world.</summary>
    private void PassTime()
    {
        if (Trace.Step >= _delayAt)
        {
            World.Count(FaultKind.TurnDelayed);
            _delayAt = NextStrike(FaultKind.TurnDelayed);
        }

        var due = World.Time.NextDue()!.Value;
        foreach (var server in World.Servers)
        {
            if (server.Process is { IsStalled: false } process && process.Time.NextDue() is { } own && own < due)
            {
                due = own;
            }
        }

        var passes = due > World.Now ? due - World.Now : TimeSpan.Zero;
        Trace.Add(TraceKind.Time, (ulong)passes.Ticks);
        if (passes > Tick)
        {
            Advance(passes - Tick);
            passes = Tick;
        }

        Advance(passes);
    }

    private void Advance(TimeSpan by)
    {
        foreach (var server in World.Servers)
        {
            if (server.Process is { IsStalled: false } process)
            {
                process.Time.Advance(by);
            }
        }

        World.Time.Advance(by);
    }

    /// <summary>The step of the next strike: drawn once a strike instead of once a step.</summary>
    private long NextStrike(FaultKind kind)
    {
        var rate = World.Plan.Branch.Rates[kind];
        return rate == 0 || World.IsCalm
            ? long.MaxValue
            : Trace.Step + 1 + (long)(-Math.Log(1 - World.Random.NextDouble()) / rate);
    }
}
