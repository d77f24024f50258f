using System.Diagnostics;
using Orchestrator.Testing.Nodes;

namespace Orchestrator.Benchmarks;

/// <summary>
/// From SIGKILL of a server's daemon, on which a kiosk works, to that kiosk at work on a machine of another server, and
/// to the plan that covers the loss: three servers as real as they fit on one machine, with the times that the daemon
/// has by default.
/// </summary>
internal static class LossBenchmark
{
    private const int Rounds = 6;

    public static async Task<object> RunAsync()
    {
        await using var branch = await BranchOfThree.StartAsync();
        var (served, planned, healed) = (new Samples(), new Samples(), new Samples());
        for (var round = 0; round < Rounds; round++)
        {
            var victim = branch.Servers[round % branch.Servers.Count];
            var others = branch.Servers.Where(server => server != victim).ToList();
            var kiosk = await branch.KioskAsync(0);
            using (await WorkingKiosk.BeginAsync(kiosk, victim))
            {
                var killed = Stopwatch.GetTimestamp();
                await victim.Daemon.KillAsync();
                await Task.WhenAll(
                    TimeAsync(served, killed, new Visitor(kiosk, [victim, .. others]).GetServedAsync()),
                    TimeAsync(planned, killed, SeePlannedAsync(branch, victim, others[0])));
            }

            var begun = Stopwatch.GetTimestamp();
            await TimeAsync(healed, begun, branch.MakeWellAsync());
        }

        return new
        {
            losses = served.Count,
            servedP50Ms = served.Median,
            servedMaxMs = served.Max,
            plannedP50Ms = planned.Median,
            plannedMaxMs = planned.Max,
            healedP50Ms = healed.Median,
            healedMaxMs = healed.Max,
        };
    }

    /// <summary>Until one that is left sees it.</summary>
    private static async Task SeePlannedAsync(BranchOfThree branch, BranchServer victim, BranchServer observer) =>
        await observer.SeeBranchAsync(
            $"no slot for {victim.Name}, and all of them for others",
            seen => BranchOfThree.PlannedSlots(seen, victim.Name) == 0
                && BranchOfThree.PlannedSlots(seen) == branch.Settings.Size);

    private static async Task TimeAsync(Samples samples, long started, Task what)
    {
        await what;
        samples.Add(Stopwatch.GetElapsedTime(started));
    }
}
