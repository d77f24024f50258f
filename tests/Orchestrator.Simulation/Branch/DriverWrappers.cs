using Orchestrator.Actors.Persistence;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Pool.Sessions;
using Orchestrator.Simulation.Nodes;

namespace Orchestrator.Simulation.Branch;

/// <summary>
/// What stands between the product and its drivers: nothing, or a driver that breaks its contract, to see whether the
/// checkers notice. Each is made anew for every process.
/// </summary>
internal sealed record DriverWrappers
{
    public Func<World, IHypervisor, IHypervisor> Hypervisor { get; init; } = (_, real) => real;

    public Func<World, IConsolePath, IConsolePath> Path { get; init; } = (_, real) => real;

    public Func<World, IJournal, IJournal> Journal { get; init; } = (_, real) => real;

    public Func<World, TimeProvider, TimeProvider> Clock { get; init; } = (_, real) => real;

    /// <summary>What stands between a node and its branch.</summary>
    public NodeWrappers Node { get; init; } = new();

    /// <summary>Hands a signal on to the pool; the last argument does it.</summary>
    public Action<World, ISignalLine, Action<ISignalLine>> Signal { get; init; } = (_, line, pass) => pass(line);
}
