using Orchestrator.Core.Cluster;
using Orchestrator.Simulation.Branch;
using Orchestrator.Simulation.Drivers;
using Orchestrator.Simulation.Nodes.Network;
using Orchestrator.Testing.Hypervisor;
using Orchestrator.Testing.Journal;

namespace Orchestrator.Simulation.Nodes;

/// <summary>One server of a branch: what outlives its process, and the process.</summary>
internal sealed class NodeServer
{
    private readonly NodesWorld _nodes;
    private readonly DriverWrappers _wrappers;
    private readonly FaultyHypervisor _hypervisor;

    public NodeServer(NodesWorld nodes, NodeName node, DriverWrappers wrappers)
    {
        (_nodes, _wrappers) = (nodes, wrappers);
        World = new World(nodes, node);
        Twin = new SimulatedHypervisor(nodes.Time);
        _hypervisor = new FaultyHypervisor(World, Twin);
        Operator = new Operator(World);
        Outside = new Outside(World, _hypervisor, Operator);
    }

    public World World { get; }

    public BranchProcess? Process => World.Process;

    public SimulatedHypervisor Twin { get; }

    public InMemoryJournal Journal { get; } = new();

    public Operator Operator { get; }

    public Outside Outside { get; }

    /// <summary>Consoles of other nodes' kiosks that are open here.</summary>
    public List<ConsoleWire> Consoles { get; } = [];

    public bool IsCutFromStore { get; private set; }

    public void Start()
    {
        if (World.Process is not null)
        {
            return;
        }

        World.Process = new BranchProcess(World, _hypervisor, Journal, _wrappers);
        World.Trace.Add(Tracing.TraceKind.Process, World.Node.Value);
        Say("the process starts");
    }

    /// <summary>The process is gone from one step to the next.</summary>
    /// <param name="silently">Whether the whole server is: nobody ends its connections.</param>
    public void Kill(bool silently)
    {
        if (World.Process is not { } process)
        {
            return;
        }

        Say(silently ? "the server loses its power" : "the process is killed");
        process.Journal.Kill();
        process.Part!.Kill(silently);
        process.Path.OnProcessDied(silently);
        foreach (var console in Consoles.ToList())
        {
            console.OnOwnerDied(silently);
        }

        Consoles.Clear();
        _hypervisor.OnProcessDied();
        Operator.OnProcessDied();
        if (silently)
        {
            LoseGuests();
        }

        World.Process = null;
        World.Checker.OnProcessDied();
        foreach (var kiosk in _nodes.Kiosks.Where(kiosk => kiosk.World == World))
        {
            kiosk.OnProcessDied();
        }
    }

    /// <summary>It stands still, and goes on after this time as if nothing had been.</summary>
    public void Stall(TimeSpan time)
    {
        if (World.Process is not { IsStalled: false } process)
        {
            return;
        }

        process.IsStalled = true;
        _nodes.Later(time, () => Resume(process));
    }

    public void Resume(BranchProcess process)
    {
        if (process == World.Process && process.IsStalled)
        {
            process.IsStalled = false;
            World.Checker.Machines.OnResumed();
            process.Time.Advance(_nodes.Now - process.Time.GetUtcNow());
        }
    }

    public void CutFromStore(bool isCut)
    {
        if (IsCutFromStore != isCut)
        {
            IsCutFromStore = isCut;
            Say(isCut ? "cannot reach the store" : "reaches the store again");
            World.Process?.Part!.Etcd.OnCut();
        }
    }

    private void LoseGuests()
    {
        foreach (var machine in Twin.Running)
        {
            Twin.Stop(machine, "power lost");
        }
    }

    private void Say(string what)
    {
        if (World.Trace.IsWritten)
        {
            World.Trace.Write(what);
        }
    }
}
