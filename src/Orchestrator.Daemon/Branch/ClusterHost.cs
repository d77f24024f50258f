using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Actors;
using Orchestrator.Cluster;
using Orchestrator.Coordination;
using Orchestrator.Core.Cluster;
using Orchestrator.Daemon.Configuration;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Daemon.Branch;

/// <summary>Responsible for the node's part in a branch of several: the store, and the membership on it.</summary>
internal static class ClusterHost
{
    private const string MachineIdFile = "/etc/machine-id";
    private const string MemoryFile = "/proc/meminfo";

    /// <exception cref="StartException">A certificate or the server's identity cannot be read.</exception>
    public static BranchMembership Start(
        ActorSystem system, DaemonOptions options, ClusterOptions cluster, LocalPools pools, TimeProvider time,
        ILoggerFactory loggers)
    {
        var coordinator = EtcdCoordinator.Connect(
            ReadEtcd(cluster.Etcd),
            new NodeIdentity(cluster.Node, Read(MachineIdFile).Trim()),
            new CoordinationOptions { LeaseTimeToLive = cluster.LeaseTimeToLive },
            time,
            loggers);
        return new BranchMembership(
            system,
            new BranchNode(coordinator, pools, pools, loggers)
            {
                Address = cluster.Address,
                Version = Version(),
                Capacity = new NodeCapacity(
                    MemoryOf(Read(MemoryFile)),
                    cluster.ReservedMemoryMiB * (long)PoolOptionsReader.Mebibyte,
                    Environment.ProcessorCount * cluster.ProcessorsPerCore),
                Configured =
                [
                    .. options.Pools.Select(pool => new NodePool(
                        pool.Settings.Name, pool.Settings.Size, pool.Machine, pool.Settings.GoldenImage)),
                ],
                ReplanAfter = cluster.ReplanAfter,
            },
            time);
    }

    /// <param name="text">The kernel's account of memory; its first line is <c>MemTotal: n kB</c>.</param>
    internal static long MemoryOf(string text)
    {
        var words = text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return words is ["MemTotal:", var kibibytes, ..]
            && long.TryParse(kibibytes, CultureInfo.InvariantCulture, out var value)
                ? value * 1024
                : throw new StartException($"{MemoryFile} does not begin with MemTotal: this is no Linux");
    }

    private static EtcdOptions ReadEtcd(EtcdAccessOptions access)
    {
        if (access.Certificate is null)
        {
            return new EtcdOptions { Endpoints = access.Endpoints };
        }

        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(access.Authority!);
            return new EtcdOptions
            {
                Endpoints = access.Endpoints,
                ClientCertificate = X509Certificate2.CreateFromPemFile(access.Certificate, access.Key),
                Authorities = authorities,
            };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new StartException(
                $"a file of cluster.etcd cannot be read: {error.Message}; look at certificate, key and authority",
                error);
        }
    }

    private static string Version() =>
        typeof(ClusterHost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion ?? "unknown";

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"{path} cannot be read: {error.Message}", error);
        }
    }
}
