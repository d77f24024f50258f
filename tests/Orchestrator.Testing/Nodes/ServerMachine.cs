using System.Diagnostics;
using System.Globalization;
using System.Net;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Testing.Nodes;

/// <summary>A KVM server of a branch: namespaces with a libvirtd, a storage pool, a golden image and processes of its
/// own, and a cable to the branch's switch. Its end is a power loss that nothing in it survives.</summary>
public sealed class ServerMachine : IDisposable
{
    private readonly Process _holder;
    private readonly BranchSwitch _switch;
    private readonly int _first;

    private ServerMachine(Process holder, int first, BranchSwitch @switch, IPAddress address) =>
        (_holder, _first, _switch, Address) = (holder, first, @switch, address);

    public IPAddress Address { get; }

    /// <summary>A process in it.</summary>
    public int ProcessId => _first;

    public static async Task<ServerMachine> StartAsync(BranchSwitch @switch, IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(@switch);

        // It ends with this process, however that ends.
        var start = new ProcessStartInfo(
            Repository.File("tests", "private-libvirt.sh"), ["sh", "-c", "echo up && read -r _"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var holder = Process.Start(start)!;
        var said = holder.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var word = await holder.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.True(word == "up", $"the server at {address} could not be made: {(word is null ? await said : word)}");

        // The script waits for unshare, whose child is the first process of the namespaces.
        var first = ProcessTree.ChildOf(ProcessTree.ChildOf(holder.Id));
        var server = new ServerMachine(holder, first, @switch, address);
        await @switch.PlugAsync(server.ProcessId, address);
        return server;
    }

    /// <summary>The words before a command that is to run here.</summary>
    public IReadOnlyList<string> Inside =>
    [
        "nsenter", "--target", ProcessId.ToString(CultureInfo.InvariantCulture), "--mount", "--net", "--pid", "--",
    ];

    /// <summary>Runs a program here.</summary>
    public Task<string> RunAsync(params string[] command) =>
        Command.RunAsync(Inside[0], [.. Inside.Skip(1), .. command]);

    /// <summary>Names of this server's domains that are of a pool of ours, by libvirt's word.</summary>
    public Task<IReadOnlyList<string>> DomainsAsync(string pool) => NamesAsync(
        pool, "virsh", "-q", "-c", "qemu:///system", "list", "--all", "--name");

    /// <summary>Overlays of a pool of ours, as files.</summary>
    public Task<IReadOnlyList<string>> OverlaysAsync(string pool) =>
        NamesAsync(pool, "ls", DaemonProcess.OverlayDirectory);

    public void Dispose()
    {
        _switch.Forget(ProcessId, Address);
        using (var first = Process.GetProcessById(_first))
        {
            first.Kill();
        }

        _holder.WaitForExit();
        _holder.Dispose();
    }

    private async Task<IReadOnlyList<string>> NamesAsync(string pool, params string[] command) =>
    [
        .. (await RunAsync(command)).Split('\n')
            .Where(name => name.StartsWith($"pbm-{pool}-", StringComparison.Ordinal)),
    ];
}
