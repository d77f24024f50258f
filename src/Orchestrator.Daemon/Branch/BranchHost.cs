using System.Net;
using Orchestrator.Actors;
using Orchestrator.Actors.Persistence;
using Orchestrator.Cluster.Joining;
using Orchestrator.Core.Pools;
using Orchestrator.Daemon.Configuration;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Pool;
using Orchestrator.Pool.Pools;
using Orchestrator.Relay;

namespace Orchestrator.Daemon.Branch;

/// <summary>
/// Responsible for the adapters and the actors that work with them. The only place that knows all of them.
/// </summary>
internal sealed partial class BranchHost : IDisposable
{
    private readonly DaemonOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly LocalPools _pools;

    /// <summary>Opens the journal, the console port and the ways to libvirt and to other nodes, and starts the
    /// pools.</summary>
    /// <exception cref="StartException">The journal or a port cannot be opened, or a file not read.</exception>
    public BranchHost(
        DaemonOptions options, JournalOpener openJournal, HypervisorOpener openHypervisor, IJoinRecord joins,
        TimeProvider time, ILoggerFactory loggers)
    {
        (_options, _time, _loggers) = (options, time, loggers);
        var log = loggers.CreateLogger<BranchHost>();

        // First: it connects on threads of its own, while the journal is opened.
        var hypervisor = openHypervisor(options.Hypervisor);
        var journal = OpenJournal(openJournal);
        Log.JournalOpened(log, options.Journal.Path);
        Cluster = options.Cluster is { } cluster ? ClusterHost.Connect(options, cluster, joins, time, loggers) : null;
        if (hypervisor is IGoldenShelf shelf)
        {
            Cluster?.ServeImages(shelf);
        }

        var relay = StartRelay(Cluster?.Remotes);
        var system = new ActorSystem("pbm", new ActorSystemOptions
        {
            Time = time,
            Random = Random.Shared,
            OnFailure = (path, error, directive) => Log.ActorFailed(log, path, directive, error),
            OnDeadLetter = letter => Log.DeadLetter(log, letter.Path, letter.Message.GetType().Name, letter.Reason),
        });
        Actors = system;
        _ = FailFastAsync(system);
        var neighbours = Cluster?.Meet(system);
        _pools = new LocalPools(
            system,
            options.Pools.Select(pool => new PoolEnvironment(
                SettingsOf(pool, options.Cluster), hypervisor, relay, journal, loggers)
            {
                Neighbours = neighbours,
            }),
            hypervisor,
            time);
        Cluster?.Join(system, _pools);

        Log.Started(log, options.Pools.Count, relay.EndPoint);
    }

    public IPools Pools => _pools;

    public IPoolOrders Orders => Cluster?.OrdersTo(_pools) ?? _pools;

    public ActorSystem Actors { get; }

    /// <summary>The node's part in a branch of several; null: this server stands alone.</summary>
    public ClusterHost? Cluster { get; }

    /// <summary>Crash-only: nothing is stopped in order, because there is no other way to stop than to be
    /// killable.</summary>
    public void Dispose() => _pools.Dispose();

    /// <summary>A pool that gave itself up cannot be mended from inside; the service manager starts a fresh
    /// process.</summary>
    private static async Task FailFastAsync(ActorSystem system)
    {
        var error = await system.Failed.ConfigureAwait(false);
        Environment.FailFast($"a pool cannot go on: {error.Message}", error);
    }

    /// <summary>In a branch of several nodes the configured size is that of all together.</summary>
    internal static PoolSettings SettingsOf(PoolOptions pool, ClusterOptions? cluster) =>
        cluster is null ? pool.Settings : pool.Settings with { Size = 0, IsPlanned = true };

    private IJournal OpenJournal(JournalOpener open)
    {
        try
        {
            return open(_options.Journal.Path);
        }
        catch (JournalException error)
        {
            throw new StartException(error.Message, error);
        }
    }

    private SpiceRelay StartRelay(IRemoteConsoles? remotes)
    {
        try
        {
            return SpiceRelay.Start(
                new RelayOptions(new IPEndPoint(_options.Console.Address, _options.Console.Port))
                {
                    ConnectionsPerSessionMax = _options.Console.ConnectionsPerSessionMax,
                    ConnectionsMax = _options.Console.ConnectionsMax,
                },
                _time,
                _loggers.CreateLogger<SpiceRelay>(),
                remotes);
        }
        catch (RelayException error)
        {
            throw new StartException(error.Message, error);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6100, LogLevel.Information, "the branch has started: {Pools} pool(s), console port {EndPoint}")]
        public static partial void Started(ILogger logger, int pools, IPEndPoint endPoint);

        [LoggerMessage(6103, LogLevel.Information, "journal {Path} is open")]
        public static partial void JournalOpened(ILogger logger, string path);

        [LoggerMessage(6101, LogLevel.Warning, "actor {Path} failed ({Directive})")]
        public static partial void ActorFailed(ILogger logger, string path, Directive directive, Exception error);

        [LoggerMessage(6102, LogLevel.Debug, "dead letter: {Message} for {Path} ({Reason})")]
        public static partial void DeadLetter(ILogger logger, string path, string message, DeadLetterReason reason);
    }
}
