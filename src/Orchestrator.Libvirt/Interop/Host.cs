using System.Globalization;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Libvirt.GoldenImages;
using Orchestrator.Libvirt.Handles;

namespace Orchestrator.Libvirt.Interop;

/// <summary>Blocking calls on the host itself; on a call thread only.</summary>
internal static unsafe class Host
{
    private const string KernelMemory = "/proc/meminfo";
    private const string KernelAvailable = "MemAvailable:";

    public static HostMeasurement Measure(VirConnectHandle connect, string goldenImage)
    {
        var machine = GoldenDomain.MemoryBytes(connect, goldenImage);
        var stats = MemoryStats(connect);

        // libvirt has no word for what is available. Its "cached" counts tmpfs as well, which nobody can reclaim: with
        // overlays in memory the sum is off by all of them. The kernel's own estimate knows; consoles are on 127.0.0.1,
        // so libvirt's host is this one. Measured on an idle host of 24 GB: the sum is 181 MB above MemAvailable.
        var sum = Of(stats, "free") + Of(stats, "buffers") + Of(stats, "cached");
        return new HostMeasurement(Of(stats, "total"), Math.Min(sum, KernelAvailableBytes() ?? sum), machine);
    }

    /// <summary>The kernel's estimate in <c>/proc/meminfo</c>; null where there is none.</summary>
    public static long? AvailableBytes(IEnumerable<string> lines)
    {
        var line = lines.FirstOrDefault(line => line.StartsWith(KernelAvailable, StringComparison.Ordinal));
        var words = line?[KernelAvailable.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is [var number, "kB"] && long.TryParse(number, CultureInfo.InvariantCulture, out var kibibytes)
            ? kibibytes * 1024
            : null;
    }

    private static long? KernelAvailableBytes()
    {
        try
        {
            return AvailableBytes(File.ReadLines(KernelMemory));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A unit without /proc: libvirt's numbers have to do.
            return null;
        }
    }

    private static Dictionary<string, long> MemoryStats(VirConnectHandle connect)
    {
        var count = 0;
        if (NativeNode.virNodeGetMemoryStats(
            connect, NativeNode.VIR_NODE_MEMORY_STATS_ALL_CELLS, null, ref count, 0) < 0)
        {
            throw LibvirtErrors.Failure("the host's memory cannot be measured");
        }

        var stats = new VirNodeMemoryStats[count];
        fixed (VirNodeMemoryStats* first = stats)
        {
            return NativeNode.virNodeGetMemoryStats(
                connect, NativeNode.VIR_NODE_MEMORY_STATS_ALL_CELLS, first, ref count, 0) < 0
                ? throw LibvirtErrors.Failure("the host's memory cannot be measured")
                : stats.Take(count).ToDictionary(one => one.Name, one => (long)one.Kibibytes * 1024);
        }
    }

    private static long Of(Dictionary<string, long> stats, string field) =>
        stats.TryGetValue(field, out var bytes) ? bytes : throw new HypervisorException(
            HypervisorFault.Failed, $"libvirt does not tell the host's '{field}' memory");
}
