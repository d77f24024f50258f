using Microsoft.Extensions.Logging;
using Orchestrator.Actors.Persistence;
using Orchestrator.Core.Pools;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Pool;

/// <summary>What the actors of one pool work with.</summary>
public sealed record PoolEnvironment(
    PoolSettings Settings,
    IHypervisor Hypervisor,
    IConsolePath ConsolePath,
    IJournal Journal,
    ILoggerFactory Loggers)
{
    /// <summary>The other nodes of the branch; null: this server stands alone.</summary>
    public INeighbours? Neighbours { get; init; }
}
