using Orchestrator.Core.Cluster;
using Orchestrator.Simulation.Chance;
using Orchestrator.Simulation.Checking;
using Orchestrator.Simulation.Kiosks;
using Orchestrator.Simulation.Nodes.Checking;
using Orchestrator.Simulation.Nodes.Network;
using Orchestrator.Simulation.Tracing;
using Orchestrator.Testing.Coordination;
using Orchestrator.Testing.Time;

namespace Orchestrator.Simulation.Nodes;

/// <summary>What the servers of a branch share: time, chance, the store, the network between them, the kiosks, and what
/// was wrong with all of it.</summary>
internal sealed class NodesWorld
{
    private readonly List<SimulatedKiosk> _kiosks = [];

    /// <param name="seed">The seed.</param>
    /// <param name="nodes">How many nodes; 0: the seed says.</param>
    /// <param name="trace">Where all is traced.</param>
    public NodesWorld(ulong seed, int nodes, Trace trace)
    {
        Random = new SeededRandom(seed);
        Plan = NodesPlan.Draw(Random, nodes);
        Trace = trace;
        Trace.Clock = Time;
        Verdict = new Verdict(trace);
        Store = new SimulatedStore(Time);
        StoreRules = new StoreRules(this);
        Network = new NodeNetwork(this);
    }

    public ManualTimeProvider Time { get; } = new();

    public SeededRandom Random { get; }

    public NodesPlan Plan { get; }

    public FaultCounts Faults { get; } = new();

    public Trace Trace { get; }

    public Verdict Verdict { get; }

    public SimulatedStore Store { get; }

    public NodeNetwork Network { get; }

    public ClaimRules Claims { get; } = new();

    public StoreRules StoreRules { get; }

    /// <summary>In the order of their names.</summary>
    public List<NodeServer> Servers { get; } = [];

    public IReadOnlyList<SimulatedKiosk> Kiosks => _kiosks;

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Faults are over.</summary>
    public bool IsCalm { get; private set; }

    public NodeServer Find(NodeName node) => Servers.Find(server => server.World.Node == node)!;

    /// <summary>Each kiosk has the servers in an order of its own.</summary>
    public void AddKiosks()
    {
        for (var number = 1; number <= Plan.Branch.Kiosks; number++)
        {
            var first = Random.Next(Servers.Count);
            List<Branch.World> list = [.. Servers.Skip(first).Concat(Servers.Take(first)).Select(one => one.World)];
            _kiosks.Add(new SimulatedKiosk(list[0], number, list));
        }
    }

    public void CalmDown()
    {
        IsCalm = true;
        foreach (var server in Servers)
        {
            server.World.IsCalm = true;
        }
    }

    /// <summary>Nobody signals any more, or they come again.</summary>
    public void Close(bool isClosing)
    {
        foreach (var server in Servers)
        {
            server.World.IsClosing = isClosing;
        }
    }

    /// <summary>Whether a fault of the whole branch strikes now.</summary>
    public bool Strikes(FaultKind kind)
    {
        if (IsCalm || !Random.Chance(Plan.Branch.Rates[kind]))
        {
            return false;
        }

        Count(kind);
        return true;
    }

    public void Count(FaultKind kind)
    {
        Faults.Add(kind);
        Trace.Add(TraceKind.Fault, (ulong)kind);
        Say($"fault: {kind}");
    }

    public void Say(FormattableString what)
    {
        if (Trace.IsWritten)
        {
            Trace.Write(FormattableString.Invariant(what));
        }
    }

    /// <summary>Does something later, whatever becomes of any process.</summary>
    public void Later(TimeSpan delay, Action step) => Time.Later(delay, step);
}
