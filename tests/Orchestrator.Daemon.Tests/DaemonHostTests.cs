using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Actors;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;
using Orchestrator.Daemon.Branch;
using Orchestrator.Daemon.Configuration;
using Orchestrator.Daemon.Signal;
using Orchestrator.Daemon.Tests.Http;
using Orchestrator.Daemon.Tests.Signal;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Daemon.Tests;

public class DaemonHostTests
{
    private static readonly DaemonOptions Options =
        DaemonOptionsReader.Read(Configuration.ConfigSamples.Least).Options!;

    private readonly RecordingPools _pools = new();

    [Fact]
    public async Task Host_WithTwoPools_SignalsEachAtItsPort()
    {
        await using var host = DaemonHost.Build(Compose);
        await Bound.Within(host.StartAsync(TestContext.Current.CancellationToken), "the host to start");
        var ports = host.Services.GetServices<IHostedService>().OfType<SignalPorts>().Single().Ports;

        foreach (var (port, pool) in ports.Zip(["one", "two"]))
        {
            using var kiosk = await Kiosk.SignalAsync(port.EndPoint);
            var signal = await _pools.NextAsync();
            signal.Line.Send("CONNECTED");
            signal.Line.Close();

            Assert.Equal(pool, signal.Pool.Value);
            Assert.Equal("CONNECTED\n", await kiosk.ReadToEndAsync());
        }

        await Bound.Within(host.StopAsync(TestContext.Current.CancellationToken), "the host to stop");
    }

    [Fact]
    public async Task Run_JournalThatCannotBeOpened_SaysSo()
    {
        var options = Options with { Journal = new JournalOptions("/proc/none/journal.db") };

        var fault = await Assert.ThrowsAsync<StartException>(() => DaemonHost.RunAsync(options));

        Assert.Contains("/proc/none/journal.db", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ConsolePortTaken_SaysSo()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var folder = Directory.CreateTempSubdirectory("pbm-host-");
        var options = Options with
        {
            Journal = new JournalOptions(Path.Combine(folder.FullName, "journal.db")),
            Console = Options.Console with { Address = IPAddress.Loopback, Port = port },
        };

        var fault = await Assert.ThrowsAsync<StartException>(() => DaemonHost.RunAsync(options));

        Assert.Contains($"127.0.0.1:{port}", fault.Message, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Run_AddressOfAnotherHost_SaysSo()
    {
        using var branch = new BranchCertificates();
        var folder = Directory.CreateTempSubdirectory("pbm-host-");
        var options = Options with
        {
            Journal = new JournalOptions(Path.Combine(folder.FullName, "journal.db")),
            Hypervisor = Options.Hypervisor with { Uri = "test:///default" },
            Console = Options.Console with { Address = IPAddress.Loopback, Port = 0 },
            Signal = Options.Signal with { Address = IPAddress.Loopback },

            // A pool would outlive the refused host: actors end with the process, which here goes on.
            Pools = [],
            Http = new HttpOptions(IPAddress.Loopback, 0, null, Path.Combine(folder.FullName, "audit.jsonl"))
            {
                // Of the block that nobody has (RFC 5737).
                Remote = new RemoteApiOptions(IPAddress.Parse("192.0.2.1"), 9181, branch.Files),
            },
        };

        var fault = await Assert.ThrowsAsync<StartException>(() => DaemonHost.RunAsync(options));

        Assert.Contains("http.remote port 192.0.2.1:9181 cannot be opened", fault.Message, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    // Port 0 is not valid in a file; here it lets the kernel choose.
    private void Compose(IServiceCollection services)
    {
        services.AddLogging(log => log.ClearProviders());
        services.AddSingleton<IPools>(_pools);
        services.AddSingleton<IPoolOrders>(new FixedOrders());
        services.AddSingleton(new ActorSystem(
            "pbm", new ActorSystemOptions { Time = TimeProvider.System, Random = Random.Shared }));
        services.AddBranch(Options with
        {
            Http = new HttpOptions(IPAddress.Loopback, 0, null, "/nonexistent/audit.jsonl"),
            Signal = Options.Signal with { Address = IPAddress.Loopback },
            Pools = [Pool("one"), Pool("two")],
        });
    }

    private static PoolOptions Pool(string name) =>
        new(new PoolSettings(PoolName.Parse(name), "golden", 1), 0, new MachineSize(1, 1));
}
