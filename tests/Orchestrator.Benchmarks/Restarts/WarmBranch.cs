using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Actors;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Journal;
using Orchestrator.Pool;
using Orchestrator.Pool.Pools;
using Orchestrator.Testing.ConsolePath;
using Orchestrator.Testing.Hypervisor;

namespace Orchestrator.Benchmarks.Restarts;

/// <summary>
/// Writes the journal that the restart finds: the product's own actors fill their pools on simulated machines, and what
/// they write is kept.
/// </summary>
internal static class WarmBranch
{
    private const long HostBytes = 1L << 40;
    private const long MachineBytes = 128L << 20;

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    /// <returns>The machines, all clean.</returns>
    public static async Task<IReadOnlyList<MachineName>> FillAsync(
        string journalFile, IReadOnlyList<PoolSettings> settings)
    {
        var (time, loggers) = (TimeProvider.System, NullLoggerFactory.Instance);
        var hypervisor = new SimulatedHypervisor(time)
        {
            CloneTime = TimeSpan.Zero,
            Host = new HostMeasurement(HostBytes, HostBytes, MachineBytes),
        };
        await using var journal = SqliteJournal.Open(journalFile);
        await using var system = new ActorSystem(
            "warm", new ActorSystemOptions { Time = time, Random = Random.Shared });
        using var pools = new LocalPools(
            system,
            settings.Select(one => new PoolEnvironment(
                one, hypervisor, new SimulatedConsolePath(time), journal, loggers)),
            hypervisor,
            time);
        using var deadline = new CancellationTokenSource(Bound);
        while (!(await pools.GetPoolsAsync(deadline.Token)).All(pool => pool.Clean == pool.Size))
        {
            await Task.Delay(LookEvery, time, deadline.Token);
        }

        return [.. hypervisor.Running];
    }
}
