using System.Diagnostics;
using System.Globalization;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Integration.Tests.Hypervisor;

/// <summary>The private libvirtd of tests/private-libvirt.sh: killed and started again at will.</summary>
internal static class LibvirtDaemon
{
    private const string PidFile = "/run/pbm/libvirtd.pid";

    public static async Task KillAsync()
    {
        // Only a libvirtd in a pid namespace of its own may be hurt.
        var first = await File.ReadAllTextAsync("/proc/1/cmdline");
        Assert.Contains("private-libvirt.sh", first, StringComparison.Ordinal);
        var pid = int.Parse((await File.ReadAllTextAsync(PidFile)).Trim(), CultureInfo.InvariantCulture);
        using var process = Process.GetProcessById(pid);
        Assert.Equal("libvirtd", process.ProcessName);
        process.Kill();

        // tini reaps it; its pid is gone before the next one starts.
        await Eventually.SeeAsync(
            $"the end of libvirtd {pid}", () => Task.FromResult(Directory.Exists($"/proc/{pid}")), there => !there);
    }

    /// <summary>Returns when it answers.</summary>
    public static Task StartAsync() => Command.RunAsync(Repository.File("deploy", "libvirt", "start.sh"));
}
