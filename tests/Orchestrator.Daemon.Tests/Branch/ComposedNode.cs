using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Daemon.Audit;
using Orchestrator.Daemon.Branch;
using Orchestrator.Daemon.Configuration;
using Orchestrator.Pool.Pools;
using Orchestrator.Testing.Certificates;
using Orchestrator.Testing.Coordination;
using Orchestrator.Testing.Hypervisor;
using Orchestrator.Testing.Journal;

namespace Orchestrator.Daemon.Tests.Branch;

/// <summary>A node as its daemon composes it: real relay, real links, real store; its hypervisor is simulated, and
/// behind its one console port stands a scripted machine.</summary>
internal sealed class ComposedNode : IAsyncDisposable
{
    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("pbm-node-");
    private readonly BranchHost _host;

    public ComposedNode(string name, TestAuthority authority, EtcdServer etcd)
    {
        var ports = FreePorts();
        ConsolePort = ports[0];
        using var certificate = authority.Issue(name);
        var text = $"""
            journal:
              path: {_files.FullName}/journal.db
            hypervisor:
              storagePool: overlays
            console:
              address: 127.0.0.1
              port: {ConsolePort}
            cluster:
              node: {name}
              address: 127.0.0.1:{ports[1]}
              certificate: {Write("node.pem", certificate.ExportCertificatePem())}
              key: {Write("node.key", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem())}
              authority: {Write("ca.pem", authority.Certificate.ExportCertificatePem())}
              etcd:
                endpoints: ["{etcd.Endpoints[0].AbsoluteUri}"]
            pools:
              - name: demo
                goldenImage: golden
                size: 1
                firstConsolePort: {Machine.Port}
                disconnectGrace: 1s
            """;
        var reading = DaemonOptionsReader.Read(text);
        Assert.Empty(reading.Errors);
        Hypervisor = new SimulatedHypervisor(TimeProvider.System);
        _host = new BranchHost(
            reading.Options!, _ => new InMemoryJournal(), _ => Hypervisor,
            new JoinRecord(
                new AuditLog(Path.Combine(_files.FullName, "audit.jsonl"), TimeProvider.System),
                NullLogger<JoinRecord>.Instance),
            TimeProvider.System, NullLoggerFactory.Instance);
        Name = reading.Options!.Cluster!.Node;
    }

    public NodeName Name { get; }

    public int ConsolePort { get; }

    public SimulatedHypervisor Hypervisor { get; }

    public ScriptedConsoleMachine Machine { get; } = new();

    public async Task<PoolSnapshot> SeeAsync() =>
        (await _host.Pools.GetPoolsAsync(TestContext.Current.CancellationToken))[0];

    public Task<bool> ClearAsync() => _host.Pools.ClearAsync(
        PoolName.Parse("demo"), refill: true, TestContext.Current.CancellationToken);

    public RecordingLine Signal(string kiosk)
    {
        var line = new RecordingLine();
        _host.Pools.Signal(PoolName.Parse("demo"), KioskAddress.Parse(kiosk), line);
        return line;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.Cluster!.DisposeAsync();
        _host.Dispose();
        await _host.Actors.DisposeAsync();
        Machine.Dispose();
        _files.Delete(recursive: true);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_files.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static int[] FreePorts()
    {
        var listeners = new[] { new TcpListener(IPAddress.Loopback, 0), new TcpListener(IPAddress.Loopback, 0) };
        foreach (var listener in listeners)
        {
            listener.Start();
        }

        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners)
        {
            listener.Dispose();
        }

        return ports;
    }
}
