using System.Globalization;
using System.Net;
using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Actors;
using Orchestrator.Cluster;
using Orchestrator.Cluster.Claims;
using Orchestrator.Cluster.Images;
using Orchestrator.Cluster.Joining;
using Orchestrator.Cluster.Links;
using Orchestrator.Contracts;
using Orchestrator.Coordination;
using Orchestrator.Core.Cluster;
using Orchestrator.Daemon.Configuration;
using Orchestrator.Daemon.Http;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Drivers.Coordination;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Enrolment;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Daemon.Branch;

/// <summary>Responsible for the node's part in a branch of several: the store, the membership on it, and the links to
/// the other nodes.</summary>
internal sealed class ClusterHost : IAsyncDisposable
{
    private const string MachineIdFile = "/etc/machine-id";
    private const string MemoryFile = "/proc/meminfo";

    private readonly DaemonOptions _options;
    private readonly ClusterOptions _cluster;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly EtcdCoordinator _coordinator;
    private readonly GuestConsoles _consoles;
    private readonly BranchAuthority? _authority;
    private readonly TlsNetwork? _network;

    private ClusterHost(
        DaemonOptions options, ClusterOptions cluster, IJoinRecord joins, TimeProvider time, ILoggerFactory loggers)
    {
        (_options, _cluster, _time, _loggers) = (options, cluster, time, loggers);
        var identity = new NodeIdentity(cluster.Node, Read(MachineIdFile).Trim());
        var access = ReadEtcd(cluster.Etcd);
        (NodeTrust? trust, X509Certificate2? authority) =
            cluster.Links is { } files ? ReadTrust(cluster.Node, files) : (null, null);
        _authority = cluster is { Links: { } own, AuthorityKey: { } key }
            ? CertificateFiles.ReadAuthority(own.Authority, key)
            : null;
        _consoles = new GuestConsoles(time);
        _coordinator = EtcdCoordinator.Connect(
            access, identity, new CoordinationOptions { LeaseTimeToLive = cluster.LeaseTimeToLive }, time, loggers);
        if (authority is not null)
        {
            Tokens = new TokenDesk(_coordinator.Tokens, BranchAuthority.Sha256Of(authority));
        }

        _network = trust is null ? null : Listen(trust, authority is null ? null : Joins(authority, joins));
    }

    /// <summary>Reaches other nodes' machines; null: the configuration names no certificate for it.</summary>
    public IRemoteConsoles? Remotes => _network;

    /// <summary>The tokens by which servers join.</summary>
    public TokenDesk Tokens { get; } = TokenDesk.None;

    /// <exception cref="StartException">A certificate or the server's identity cannot be read, or the nodes' port not
    /// be opened.</exception>
    public static ClusterHost Connect(
        DaemonOptions options, ClusterOptions cluster, IJoinRecord joins, TimeProvider time, ILoggerFactory loggers) =>
        new(options, cluster, joins, time, loggers);

    /// <summary>Gives golden images to nodes that have not got them.</summary>
    public void ServeImages(IGoldenShelf shelf) =>
        _network?.ServeImages(new ImageServer(shelf, _loggers.CreateLogger<ImageServer>()));

    /// <summary>Lets the pools deal with the other nodes, if there are links to them.</summary>
    public INeighbours? Meet(ActorSystem system) => _network is null
        ? null
        : new Neighbours(system, _coordinator, _network, _consoles, new ClaimOptions(), _loggers);

    public BranchMembership Join(ActorSystem system, LocalPools pools) => new(
        system,
        new BranchNode(_coordinator, pools, pools, _loggers)
        {
            Address = _cluster.Address,
            Roles = _authority is null ? [] : [JoinOffice.SignerRole],
            Version = Version(),
            Capacity = new NodeCapacity(
                MemoryOf(Read(MemoryFile)),
                _cluster.ReservedMemoryMiB * (long)PoolOptionsReader.Mebibyte,
                Environment.ProcessorCount * _cluster.ProcessorsPerCore),
            Configured =
            [
                .. _options.Pools.Select(pool => new NodePool(
                    pool.Settings.Name, pool.Settings.Size, pool.Machine, pool.Settings.GoldenImage)),
            ],
            ReplanAfter = _cluster.ReplanAfter,
        },
        _time);

    /// <summary>The operators that the branch does not believe any more.</summary>
    public IOperatorLedger Operators => _coordinator.Operators;

    /// <summary>Orders about the branch's servers.</summary>
    public IBranchOrders Orders => new BranchOrders(_coordinator);

    /// <summary>Orders to the pools that this node shares.</summary>
    public IPoolOrders OrdersTo(LocalPools pools) => new BranchPoolOrders(_coordinator, pools);

    /// <summary>The branch as this node sees it.</summary>
    public ClusterStatus See() =>
        ClusterView.Of(_cluster.Node, _coordinator.HoldsLease, _coordinator.Snapshot);

    /// <summary>Calls whoever is given after every change of what <see cref="See"/> shows.</summary>
    public IDisposable Watch(Action onChange) => _coordinator.Subscribe(_ => onChange());

    /// <summary>Closes the nodes' port and leaves the store without a word, as a crash does.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_network is not null)
        {
            await _network.DisposeAsync().ConfigureAwait(false);
        }

        await _coordinator.DisposeAsync().ConfigureAwait(false);
        _authority?.Dispose();
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

    /// <summary>Serves who wants to become a node; without the authority's key it says who signs.</summary>
    private JoinDesk Joins(X509Certificate2 authority, IJoinRecord record)
    {
        var host = new Uri($"tcp://{_cluster.Address}").DnsSafeHost;
        var branch = new BranchForJoins(
            authority.ExportCertificatePem(),
            _coordinator.Tokens,
            () => _coordinator.Snapshot,
            joining => SharedSettings.Of(_options.Text, host, joining.Host));
        var office = new JoinOffice(branch, _authority, record, _time, _loggers.CreateLogger<JoinOffice>());
        return new JoinDesk(office, new NodeLinkOptions(), _time, _loggers.CreateLogger<JoinDesk>());
    }

    /// <summary>An address of a host's name says nothing of where to listen; certificates decide who is
    /// served.</summary>
    private TlsNetwork Listen(NodeTrust trust, JoinDesk? joins)
    {
        var address = new Uri($"tcp://{_cluster.Address}");
        var listen = IPAddress.TryParse(address.DnsSafeHost, out var own) ? own : IPAddress.Any;
        try
        {
            return new TlsNetwork(
                new IPEndPoint(listen, address.Port),
                trust,
                _consoles,
                node => _coordinator.Snapshot.Find(node)?.Announcement?.Address,
                new NodeLinkOptions(),
                _time,
                _loggers,
                joins);
        }
        catch (NodeLinkException error)
        {
            throw new StartException($"{error.Message}; free it or change cluster.address", error);
        }
    }

    /// <summary>With the authority that this node's certificate is of: it is the one whose servers join.</summary>
    private static (NodeTrust Trust, X509Certificate2? Authority) ReadTrust(NodeName node, NodeCertificateOptions files)
    {
        var (certificate, authorities) = CertificateFiles.Read(files, "cluster");
        return NodeTrust.NameOf(certificate) == node
            ? (new NodeTrust(certificate, authorities),
                authorities.FirstOrDefault(authority => NodeTrust.IsOf(authority, certificate)))
            : throw new StartException($"cluster.certificate {files.Certificate} is not of node {node}: "
                + "its first DNS name must be the node's name");
    }

    private static EtcdOptions ReadEtcd(EtcdAccessOptions access)
    {
        if (access.Certificate is null)
        {
            return new EtcdOptions { Endpoints = access.Endpoints };
        }

        var (certificate, authorities) = CertificateFiles.Read(
            new NodeCertificateOptions(access.Certificate, access.Key!, access.Authority!), "cluster.etcd");
        return new EtcdOptions
        {
            Endpoints = access.Endpoints,
            ClientCertificate = certificate,
            Authorities = authorities,
        };
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
