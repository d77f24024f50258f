using System.Diagnostics;
using Orchestrator.Testing.Certificates;
using Orchestrator.Testing.Coordination;

namespace Orchestrator.Benchmarks.Claims;

/// <summary>
/// From a kiosk's signal to its <c>RULE ADDED</c> when only another node has clean machines: a real store, real TLS
/// links and journals on disk on both sides; the hypervisors are simulated, for they have no part in it.
/// </summary>
internal static class ClaimBenchmark
{
    private const int Claims = 400;
    private const int Machines = 4;

    public static async Task<object> RunAsync()
    {
        using var authority = new TestAuthority();
        await using var etcd = await EtcdServer.StartAsync();
        await using var owner = new ClaimNode("beta", authority, etcd, Machines);
        await using var entry = new ClaimNode("alpha", authority, etcd, machines: 0);
        var samples = new Samples();
        for (var claim = 0; claim < Claims; claim++)
        {
            // The kiosk before has given its machine back, untouched, and everybody knows.
            await ClaimNode.SeeAsync(() => owner.IsAnnounced(owner, Machines) && entry.IsAnnounced(owner, Machines));
            var line = new ClaimLine();
            var started = Stopwatch.GetTimestamp();
            entry.Signal($"10.0.{claim / 250}.{1 + (claim % 250)}", line);
            await line.Offered;
            samples.Add(Stopwatch.GetElapsedTime(started));
            await entry.EndSessionAsync();
        }

        return new { claims = samples.Count, p50Ms = samples.Median, p99Ms = samples.P99, maxMs = samples.Max };
    }
}
