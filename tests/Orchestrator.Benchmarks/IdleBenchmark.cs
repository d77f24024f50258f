using Orchestrator.Testing.Branch;

namespace Orchestrator.Benchmarks;

/// <summary>What the daemon costs while four clean machines wait for somebody.</summary>
internal static class IdleBenchmark
{
    private const int Machines = 4;

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(60);

    public static async Task<object> RunAsync()
    {
        await using var daemon = new DaemonProcess(new BranchSettings { Size = Machines, Readiness = "agent" });
        daemon.Start();
        await daemon.SeeAllCleanAsync();
        await Task.Delay(Settle, TimeProvider.System);
        var before = ProcessUsage.CpuSeconds(daemon.ProcessId);
        await Task.Delay(Watch, TimeProvider.System);
        var cpu = ProcessUsage.CpuSeconds(daemon.ProcessId) - before;
        return new
        {
            machines = Machines,
            cpuPercent = Math.Round(cpu / Watch.TotalSeconds * 100, 2),
            residentMegabytes = Math.Round(ProcessUsage.ResidentMegabytes(daemon.ProcessId), 1),
        };
    }
}
