using System.Globalization;

namespace Orchestrator.Benchmarks;

/// <summary>What the kernel says of a process in <c>/proc</c>.</summary>
internal static class ProcessUsage
{
    /// <summary>USER_HZ: <c>/proc/PID/stat</c> counts in hundredths of a second on every Linux of x86-64.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>Field numbers of <c>proc(5)</c>, counted from the one after the command's name.</summary>
    private const int UserTicks = 11;

    private const int SystemTicks = 12;

    public static double CpuSeconds(int process)
    {
        var text = File.ReadAllText($"/proc/{process}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (Number(fields[UserTicks]) + Number(fields[SystemTicks])) / TicksPerSecond;
    }

    public static double ResidentMegabytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status")
            .First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
