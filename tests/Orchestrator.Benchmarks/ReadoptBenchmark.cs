using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Libvirt;
using Orchestrator.Testing.Branch;
using Orchestrator.Testing.Hypervisor;

namespace Orchestrator.Benchmarks;

/// <summary>
/// A libvirtd that is killed and started again under the daemon: from the kill to the alarm in the daemon's API, and
/// from libvirtd's first answer to a pool without an alarm and with the machines of before, all clean. The first answer
/// is seen by a driver of the benchmark's own that tries every few milliseconds.
/// </summary>
internal static class ReadoptBenchmark
{
    private const int Rounds = 15;
    private const int Machines = 2;

    private static readonly TimeSpan TryEvery = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    public static async Task<object> RunAsync()
    {
        var (noticed, readopted) = (new Samples(), new Samples());
        await using var witness = LibvirtHypervisor.Start(
            new LibvirtOptions { ReconnectMin = TryEvery, ReconnectMax = TryEvery },
            TimeProvider.System,
            NullLogger<LibvirtHypervisor>.Instance);
        await using var daemon = new DaemonProcess(new BranchSettings { Size = Machines });
        daemon.Start();
        for (var round = 0; round < Rounds; round++)
        {
            var before = Names(await daemon.SeeAllCleanAsync());
            await daemon.SeeNoAlarmAsync();
            var answered = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            using var subscription = witness.Subscribe(@event =>
            {
                if (@event is HypervisorReconnected)
                {
                    answered.TrySetResult(Stopwatch.GetTimestamp());
                }
            });
            var killedAt = Stopwatch.GetTimestamp();
            var noticedAt = SeeAsync(daemon, "pools", HasAlarm);
            await LibvirtDaemon.KillAsync();
            noticed.Add(Stopwatch.GetElapsedTime(killedAt, await noticedAt));

            var starting = LibvirtDaemon.StartAsync();
            var readoptedAt = await SeeAsync(daemon, "pools", pools => pools.Count == 1 && !HasAlarm(pools));
            var after = await daemon.GetAsync("slots");
            readopted.Add(Stopwatch.GetElapsedTime(await answered.Task.WaitAsync(Bound), readoptedAt));
            await starting;
            if (!after.All(IsClean) || !Names(after).SetEquals(before))
            {
                throw new InvalidOperationException($"the daemon did not keep its machines: {after.ToJsonString()}");
            }
        }

        return new
        {
            rounds = noticed.Count,
            machines = Machines,
            noticedP50Ms = noticed.Median,
            noticedMaxMs = noticed.Max,
            readoptedP50Ms = readopted.Median,
            readoptedMaxMs = readopted.Max,
        };
    }

    private static HashSet<string?> Names(JsonArray slots) =>
        [.. slots.Select(slot => DaemonProcess.Text(slot, "machine"))];

    private static bool IsClean(JsonNode? slot) => DaemonProcess.Text(slot, "machineState") == "clean";

    private static bool HasAlarm(JsonArray pools) =>
        pools.Count == 1 && pools[0]!["alarms"]!.AsArray().Count > 0;

    private static async Task<long> SeeAsync(DaemonProcess daemon, string what, Func<JsonArray, bool> holds)
    {
        var started = Stopwatch.GetTimestamp();
        while (!holds(await daemon.GetAsync(what)))
        {
            if (Stopwatch.GetElapsedTime(started) > Bound)
            {
                throw new InvalidOperationException($"the daemon's {what} are not as expected after {Bound}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }

        return Stopwatch.GetTimestamp();
    }
}
