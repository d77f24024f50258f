using System.Text;
using Orchestrator.Core.Pools;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Benchmarks.Restarts;

/// <summary>
/// A daemon that is started again over a journal of 1,000 clean machines (16 pools: one has 64 slots at most), as
/// deploy/systemd/publish.sh installs it, on libvirt's test driver, whose domains and overlays are those machines: from
/// the start of the process, and from its journal's opening, to the first kiosk's <c>RULE ADDED</c>, and to all other
/// machines clean. Every machine is looked for in libvirt and its console is probed before it is offered. The test
/// driver runs no QEMU and asks no libvirtd: a server's libvirtd adds its round trips, and spares the test driver's
/// reading of its file, some half a millisecond a domain inside virConnectOpen. So the way from the connection to the
/// offer is told as well, and the processor time up to all clean, which neighbours on the machine change least.
/// </summary>
internal static class RestartBenchmark
{
    private const int Rounds = 7;
    private const int Machines = 1000;
    private const int Pools = 16;

    public static async Task<object> RunAsync()
    {
        var ports = new RestartPorts();
        var directory = Directory.CreateTempSubdirectory("pbm-restart-");
        try
        {
            var settings = Settings(ports);
            var installed = Path.Combine(directory.FullName, "installed");
            await Command.RunAsync(Repository.File("deploy", "systemd", "publish.sh"), installed);
            var program = Path.Combine(installed, "Orchestrator.Daemon");
            var warm = Path.Combine(directory.FullName, "warm.db");
            var machines = await WarmBranch.FillAsync(warm, settings);
            var node = Path.Combine(directory.FullName, "node.xml");
            await File.WriteAllTextAsync(node, TestNode.Of(machines).ToString());
            using var consoles = new AnsweringConsoles(machines.Select(machine => machine.Slot.ConsolePort));
            var (offered, sinceOpened, sinceConnected) = (new Samples(), new Samples(), new Samples());
            var (clean, processor) = (new Samples(), new Samples());
            for (var round = 0; round < Rounds; round++)
            {
                // Each round finds the same journal: the one before has offered a machine of its own.
                var journal = Path.Combine(directory.FullName, $"journal-{round}.db");
                File.Copy(warm, journal);
                var config = Path.Combine(directory.FullName, $"pbm-{round}.yaml");
                await File.WriteAllTextAsync(config, Configuration(ports, settings, journal, node));
                using var daemon = new RestartedDaemon(program, config, ports);
                var at = await daemon.SeeOfferAsync();
                offered.Add(at - daemon.StartedAt);
                sinceOpened.Add(at - await daemon.JournalOpened);
                sinceConnected.Add(at - await daemon.Connected);
                clean.Add(await daemon.SeeCleanAsync(Machines - 1) - daemon.StartedAt);
                processor.Add(daemon.CpuMilliseconds);
            }

            return new
            {
                machines = machines.Count,
                pools = Pools,
                rounds = offered.Count,
                servingP50Ms = offered.Median,
                servingMaxMs = offered.Max,
                servingAfterJournalP50Ms = sinceOpened.Median,
                servingAfterConnectionP50Ms = sinceConnected.Median,
                allCleanP50Ms = clean.Median,
                allCleanMaxMs = clean.Max,
                processorP50Ms = processor.Median,
            };
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static List<PoolSettings> Settings(RestartPorts ports)
    {
        var pools = new List<PoolSettings>();
        var first = ports.Slots;
        for (var i = 0; i < Pools; i++)
        {
            var size = (Machines / Pools) + (i < Machines % Pools ? 1 : 0);
            pools.Add(new PoolSettings(PoolName.Parse($"pool-{i}"), "golden", size)
            {
                FirstConsolePort = first,
                Readiness = ReadinessProbe.Console,
                StartsInFlightMax = size,
            });
            first += size;
        }

        return pools;
    }

    private static string Configuration(
        RestartPorts ports, IReadOnlyList<PoolSettings> pools, string journal, string node)
    {
        var text = new StringBuilder($$"""
            journal: { path: {{journal}} }
            http: { address: 127.0.0.1, port: {{ports.Http}} }
            hypervisor: { uri: "test://{{node}}", storagePool: {{TestNode.StoragePool}} }
            signal: { address: 127.0.0.1, port: {{ports.Signal}} }
            console: { address: 127.0.0.1, port: {{ports.Console}} }
            pools:

            """);
        foreach (var (pool, i) in pools.Select((pool, i) => (pool, i)))
        {
            text.AppendLine(System.Globalization.CultureInfo.InvariantCulture,
                $"  - {{ name: {pool.Name}, goldenImage: {pool.GoldenImage}, size: {pool.Size}, "
                + $"firstConsolePort: {pool.FirstConsolePort}, signalPort: {ports.Signal + i}, readiness: console }}");
        }

        return text.ToString();
    }
}
