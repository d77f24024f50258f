using Orchestrator.Core.Pools;
using Orchestrator.Daemon.Configuration;

namespace Orchestrator.Daemon.Tests.Configuration;

public class DaemonOptionsReaderTests
{
    [Fact]
    public void Accepts_LeastConfiguration_WithDefaults()
    {
        var reading = DaemonOptionsReader.Read(ConfigSamples.Least);

        Assert.Empty(reading.Errors);
        var pool = Assert.Single(reading.Options!.Pools);
        Assert.Equal(new PoolSettings(PoolName.Parse("demo"), "golden", 2), pool.Settings);
        Assert.Equal(5905, pool.SignalPort);
    }

    [Theory]
    [InlineData("size: 2", "size: 0", "pools[0].size: 0 is not in 1..64 (line 8)")]
    [InlineData("size: 2", "size: two", "pools[0].size: 'two' is not a whole number; write one of 1..64")]
    [InlineData("size: 2", "size: [2]", "pools[0].size: is a list; it must be a single value (line 8)")]
    [InlineData("size: 2", "size:", "pools[0].size: has no value; write one, or remove")]
    [InlineData("    size: 2", "", "pools[0].size: is missing; give the number of slots, 1..64 (line 6)")]
    [InlineData("size: 2", "size: 2\n    size: 3", "size: stands a second time, first on line 8; keep one")]
    [InlineData("name: demo", "name: Demo", "pools[0].name: 'Demo' is not 1 to 24 characters")]
    [InlineData("size: 2", "size: 2\n    idleTimeout: 5 min", "pools[0].idleTimeout: '5 min' is not a duration")]
    [InlineData("size: 2", "size: 2\n    idleTimeout: 2d", "pools[0].idleTimeout: 2d is not in 1s..1d")]
    [InlineData("size: 2", "size: 2\n    sessionLimit: 0s", "pools[0].sessionLimit: 0s is not in 1s..7d")]
    [InlineData("size: 2", "size: 2\n    readiness: Agent", "pools[0].readiness: 'Agent' is not one of agent, console")]
    [InlineData("size: 2", "size: 2\n    onRepeatedSignal: 0", "'0' is not one of replace, refuse")]
    [InlineData("size: 2", "size: 2\n    firstConsolePort: 65535", "65535 is not in 1024..65534")]
    [InlineData("size: 2", "size: 2\n    firstConsolePort: 5905", "signalPort: port 5905 overlaps ports 5905..5906 of")]
    [InlineData("size: 2", "size: 2\n    readinessInterval: 2s\n    readinessDeadline: 1s", "is not shorter than")]
    [InlineData("size: 2", "size: 2\n    probeDeadline: 2m", "pools[0].probeDeadline: 2m is not in 100ms..1m")]
    [InlineData("size: 2", "size: 2\n    measureDeadline: 0s", "pools[0].measureDeadline: 0s is not in 1s..1h")]
    [InlineData("storagePool: overlays", "storagePool: overlays\n  destroyDeadline: 2h",
        "hypervisor.destroyDeadline: 2h is not in 1s..1h")]
    [InlineData("size: 2", "size: 2\n    memoryReserve: 2TiB", "pools[0].memoryReserve: 2TiB is not in 0KiB..1TiB")]
    [InlineData("size: 2", "size: 2\n    memoryReserve: 2G", "pools[0].memoryReserve: '2G' is not a size; write a "
        + "whole number with KiB, MiB, GiB or TiB, such as 512MiB")]
    [InlineData("size: 2", "size: 2\n    inventoryDeadline: 0s", "pools[0].inventoryDeadline: 0s is not in 1s..1h")]
    [InlineData("size: 2", "size: 2\n    quarantineRestMax: 1m", "quarantineRestMax: 1m is shorter than")]
    [InlineData("size: 2", "size: 2\n    failedClonesPerMinuteMax: 0", "failedClonesPerMinuteMax: 0 is not in 1..600")]
    [InlineData("path: /tmp", "path: tmp", "journal.path: 'tmp/journal.db' is not an absolute path")]
    [InlineData("  storagePool: overlays", "  uri: nonsense", "hypervisor.storagePool: is missing")]
    [InlineData("  storagePool: overlays", "  uri: nonsense", "'nonsense' is not a libvirt connection URI")]
    [InlineData("journal:", "http: {address: 0.0.0.0}\njournal:", "http.address: 0.0.0.0 is not a loopback address")]
    [InlineData("journal:", "http: {socket: pbm.sock}\njournal:", "http.socket: 'pbm.sock' is not an absolute path")]
    [InlineData("journal:", "http: {auditLog: a.jsonl}\njournal:", "http.auditLog: 'a.jsonl' is not an absolute path")]
    [InlineData("journal:", "http: {address: 1}\njournal:", "http.address: '1' is not an IP address")]
    [InlineData("journal:", "console: {port: 9180}\njournal:", "port 9180 overlaps port 9180 of http.port")]
    [InlineData("journal:", "jornal: {}\njournal:", "jornal: is not a key of the file; keys are console")]
    [InlineData("journal:", "signal: 5905\njournal:", "signal: is a value; it must be a section of keys (line 1)")]
    [InlineData("journal:", "signal: {connectionsMax: 2}\njournal:", "4 is more than connectionsMax, 2")]
    public void Rejects_OneBrokenRule(string from, string to, string expected)
    {
        var reading = DaemonOptionsReader.Read(ConfigSamples.Least.Replace(from, to, StringComparison.Ordinal));

        Assert.Null(reading.Options);
        Assert.Contains(expected, string.Join('\n', reading.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Rejects_SecondPool_WithFirstOnesNameAndPorts()
    {
        var second = "\n  - name: demo\n    goldenImage: other\n    size: 1";

        var errors = DaemonOptionsReader.Read(ConfigSamples.Least + second).Errors.Select(error => error.ToString());

        Assert.Equal(
        [
            "pools[1].firstConsolePort: port 5920 overlaps ports 5920..5921 of pools[0].firstConsolePort (line 9)",
            "pools[1].name: 'demo' is the name of an earlier pool; names are unique (line 9)",
            "pools[1].signalPort: is missing; give a port of its own: only the first pool takes signal.port (line 9)",
        ],
        errors.Order());
    }

    [Fact]
    public void Rejects_EveryBrokenRuleAtOnce_InOrderOfLines()
    {
        var reading = DaemonOptionsReader.Read("""
            http: {address: 10.0.0.1, port: 0}
            pools:
              - {name: a b, size: 65, colour: red}
            """);

        Assert.Equal(
            ["http.address", "http.port", "hypervisor.storagePool", "journal.path",
                "pools[0].colour", "pools[0].goldenImage", "pools[0].name", "pools[0].size"],
            reading.Errors.Select(error => error.Path).Order(StringComparer.Ordinal));
        Assert.Equal(reading.Errors.Select(error => error.Line).Order(), reading.Errors.Select(error => error.Line));
    }
}
