using System.Diagnostics;
using System.Globalization;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Testing.Hypervisor;

/// <summary>The private libvirtd of tests/private-libvirt.sh: killed and started again at will.</summary>
public static class LibvirtDaemon
{
    private const string PidFile = "/run/pbm/libvirtd.pid";

    public static async Task KillAsync()
    {
        using var process = await FindAsync();
        process.Kill();

        // tini reaps it; its pid is gone before the next one starts.
        await Eventually.SeeAsync(
            $"the end of libvirtd {process.Id}",
            () => Task.FromResult(Directory.Exists($"/proc/{process.Id}")),
            there => !there);
    }

    /// <summary>From now on it takes connections, because its socket does, and answers nothing.</summary>
    public static async Task HangAsync()
    {
        await SignalAsync("STOP");
        using var process = await FindAsync();

        // Its threads stop one by one.
        await Eventually.SeeAsync(
            $"the stop of libvirtd {process.Id}",
            async () => string.Join(' ', await Task.WhenAll(Directory.EnumerateDirectories($"/proc/{process.Id}/task")
                .Select(task => StateAsync(Path.Combine(task, "stat"))))),
            states => states.All(state => state is 'T' or ' '));
    }

    public static Task GoOnAsync() => SignalAsync("CONT");

    /// <summary>Returns when it answers.</summary>
    public static Task StartAsync() => Command.RunAsync(Repository.File("deploy", "libvirt", "start.sh"));

    /// <summary>The letter after the name, which stands in parentheses.</summary>
    private static async Task<char> StateAsync(string path)
    {
        var stat = await File.ReadAllTextAsync(path);
        return stat[stat.LastIndexOf(')') + 2];
    }

    private static async Task SignalAsync(string signal)
    {
        using var process = await FindAsync();
        await Command.RunAsync("kill", $"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Only a libvirtd in a pid namespace of its own may be hurt.</summary>
    private static async Task<Process> FindAsync()
    {
        var first = await File.ReadAllTextAsync("/proc/1/cmdline");
        Assert.Contains("private-libvirt.sh", first, StringComparison.Ordinal);
        var pid = int.Parse((await File.ReadAllTextAsync(PidFile)).Trim(), CultureInfo.InvariantCulture);
        var process = Process.GetProcessById(pid);
        Assert.Equal("libvirtd", process.ProcessName);
        return process;
    }
}
