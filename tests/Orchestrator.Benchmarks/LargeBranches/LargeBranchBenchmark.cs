using System.Diagnostics;
using System.Net;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Benchmarks.LargeBranches;

/// <summary>
/// The morning of a very large branch: nodes with the product's own actors, coordination and claims over simulated
/// hypervisors, disks, store and network, and kiosks that all come within one minute. Times are virtual: what the
/// distances, flushes and questions in their order add up to. A kiosk without an answer, or a machine that two of them
/// got, ends the benchmark.
/// </summary>
internal static class LargeBranchBenchmark
{
    private const int NodeCount = 1_000;
    private const int KioskCount = 10_000;
    private const int Seed = 1;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Arriving = TimeSpan.FromMinutes(1);

    /// <summary>Somebody who comes last may have to be offered a machine, and to connect to it.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FillingMax = TimeSpan.FromMinutes(30);

    public static Task<object> RunAsync() => Task.FromResult(Run());

    private static object Run()
    {
        var filling = Stopwatch.StartNew();
        var branch = new LargeBranch(NodeCount, Seed);
        var filled = Fill(branch);
        filling.Stop();
        var bytes = GC.GetTotalMemory(forceFullCollection: true);

        var turns = branch.Turns;
        var revision = branch.Nodes[0].Coordinator.Snapshot.Revision;
        var arriving = Stopwatch.StartNew();
        var all = Arrive(branch);
        arriving.Stop();
        turns = branch.Turns - turns;

        Require(all);
        var (answers, remote) = (new Samples(), new Samples());
        foreach (var kiosk in all)
        {
            answers.Add(kiosk.Answer!.Value);
            if (kiosk.IsRemote)
            {
                remote.Add(kiosk.Answer!.Value);
            }
        }

        return new
        {
            nodes = NodeCount,
            slots = branch.Slots,
            kiosks = KioskCount,
            remote = remote.Count,
            answerP50Ms = answers.Median,
            answerP99Ms = answers.P99,
            answerMaxMs = answers.Max,
            remoteP50Ms = remote.Median,
            remoteP99Ms = remote.P99,
            turns,
            turnsPerSecond = Math.Round(turns / arriving.Elapsed.TotalSeconds),
            writesOfTheStore = branch.Nodes[0].Coordinator.Snapshot.Revision - revision,
            links = branch.Network.Links,
            bytesPerSlot = bytes / branch.Slots,
            bytesPerNode = bytes / NodeCount,
            filledInVirtualSeconds = filled.TotalSeconds,
            fillingWallSeconds = Math.Round(filling.Elapsed.TotalSeconds, 1),
            arrivingWallSeconds = Math.Round(arriving.Elapsed.TotalSeconds, 1),
        };
    }

    /// <returns>How long it took until each slot had a clean machine, and the nodes knew of it.</returns>
    private static TimeSpan Fill(LargeBranch branch)
    {
        var started = branch.Time.GetUtcNow();
        while (branch.CleanMachines < branch.Slots)
        {
            if (branch.Time.GetUtcNow() - started > FillingMax)
            {
                throw new InvalidOperationException(
                    $"after {FillingMax} {branch.CleanMachines} of {branch.Slots} machines are clean");
            }

            branch.Pass(Second);
        }

        return branch.Time.GetUtcNow() - started;
    }

    private static List<ArrivingKiosk> Arrive(LargeBranch branch)
    {
        List<ArrivingKiosk> kiosks = [];
        for (var number = 0; number < KioskCount; number++)
        {
            var address = KioskAddress.From(new IPAddress([10, 1, (byte)(number / 256), (byte)(number % 256)]));
            var kiosk = new ArrivingKiosk(branch.Delays.Any(branch.Nodes), address, branch.Delays);
            kiosks.Add(kiosk);
            branch.Delays.Later(branch.Delays.Within(Arriving), kiosk.Arrive);
        }

        branch.Pass(Arriving + Settling);
        return kiosks;
    }

    private static void Require(List<ArrivingKiosk> kiosks)
    {
        if (kiosks.Find(kiosk => kiosk.Machine is null) is { } unanswered)
        {
            throw new InvalidOperationException($"no machine for {unanswered}");
        }

        if (kiosks.GroupBy(kiosk => kiosk.Machine).FirstOrDefault(same => same.Count() > 1) is { } shared)
        {
            throw new InvalidOperationException($"{shared.Key} was given to {string.Join(" and to ", shared)}");
        }
    }
}
