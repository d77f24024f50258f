using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Slots;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Libvirt;
using Orchestrator.Testing.Branch;
using Orchestrator.Testing.Hypervisor;

namespace Orchestrator.Integration.Tests.Hypervisor;

/// <summary>A golden domain with an empty disk on the system's libvirt, reached through a socket that can be
/// cut.</summary>
internal sealed class LibvirtWorld : IHypervisorWorld
{
    private const int FirstPort = 5930;
    private const long GoldenMebibytes = 32;

    private readonly string _id = "c" + Guid.NewGuid().ToString("n")[..8];
    private readonly List<MachineName> _machines = [];
    private readonly List<MachineName> _foreign = [];
    private readonly List<TcpListener> _listeners = [];
    private readonly string _folder;
    private readonly SocketCut _cut;

    private LibvirtWorld(Func<string, LibvirtOptions> options)
    {
        // Not a temporary directory: those are closed to the user that QEMU runs as.
        _folder = Directory.CreateDirectory($"/var/lib/pbm/{_id}").FullName;
        _cut = new SocketCut(Path.Combine(_folder, "libvirt.sock"));
        Hypervisor = LibvirtHypervisor.Start(
            options(_cut.Path), TimeProvider.System, NullLogger<LibvirtHypervisor>.Instance);
    }

    public IHypervisor Hypervisor { get; }

    public string GoldenImage => "golden-" + _id;

    public long GoldenMemoryBytes => GoldenMebibytes << 20;

    private string DiskPath => Path.Combine(_folder, "golden.qcow2");

    private string Foreign => "foreign-" + _id;

    public static Task<LibvirtWorld> CreateAsync() =>
        CreateAsync(socket => new LibvirtOptions { Uri = $"qemu+unix:///system?socket={socket}" });

    /// <param name="options">The driver's options, given the path of the socket that can be cut.</param>
    public static async Task<LibvirtWorld> CreateAsync(Func<string, LibvirtOptions> options)
    {
        var world = new LibvirtWorld(options);
        await Command.RunAsync("qemu-img", "create", "-q", "-f", "qcow2", world.DiskPath, "8M");
        await world.DefineAsync(world.GoldenImage, "qcow2", world.DiskPath);
        await Eventually.SeeAsync("a connection to libvirt", world.IsConnectedAsync, connected => connected);
        return world;
    }

    public MachineName NextMachine()
    {
        var slot = new SlotId(PoolName.Parse(_id), FirstPort + _machines.Count);
        var machine = new MachineName(slot, new MachineId((ulong)Random.Shared.NextInt64()));
        _machines.Add(machine);
        return machine;
    }

    public Task SpoilGoldenImageAsync(HypervisorFault fault) => fault switch
    {
        HypervisorFault.GoldenImageMissing => Virsh.RunAsync("undefine", GoldenImage),
        HypervisorFault.GoldenImageRunning => Virsh.RunAsync("start", GoldenImage),
        HypervisorFault.GoldenImageDamaged => DefineAsync(GoldenImage, "vmdk", DiskPath),
        HypervisorFault.GoldenImageShared => DefineAsync(Foreign, "qcow2", DiskPath),
        HypervisorFault.GoldenImageChanged => File.AppendAllTextAsync(
            DiskPath, "one more", TestContext.Current.CancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "no golden image can be spoilt so"),
    };

    public async Task AddForeignAsync()
    {
        await Virsh.RunAsync("vol-create-as", "pbm-overlays", Foreign + ".qcow2", "1M", "--format", "qcow2");
        await DefineAsync(Foreign, "qcow2", Path.Combine(DaemonProcess.OverlayDirectory, Foreign + ".qcow2"));
        await Virsh.RunAsync("start", Foreign);
    }

    public async Task AddForeignAsync(MachineName machine)
    {
        var disk = Path.Combine(_folder, machine + ".foreign.qcow2");
        await Command.RunAsync("qemu-img", "create", "-q", "-f", "qcow2", disk, "8M");
        await DefineAsync(machine.ToString(), "qcow2", disk);
        await Virsh.RunAsync("start", machine.ToString());
        _foreign.Add(machine);
    }

    public async Task<bool> IsForeignRunningAsync(MachineName machine) =>
        (await Virsh.TryAsync("domstate", machine.ToString()))?.Trim() == "running";

    public Task StopAsync(MachineName machine) => Virsh.RunAsync("destroy", machine.ToString());

    public void TakePort(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        _listeners.Add(listener);
    }

    public Task LoseAsync()
    {
        _cut.Cut();
        return Task.CompletedTask;
    }

    public Task ReturnAsync()
    {
        _cut.Mend();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _listeners.ForEach(listener => listener.Dispose());
        foreach (var machine in _machines.Except(_foreign))
        {
            await Hypervisor.EnsureAbsentAsync(machine, TestContext.Current.CancellationToken);
        }

        await Hypervisor.DisposeAsync();
        _cut.Dispose();
        foreach (var name in (string[])[GoldenImage, Foreign, .. _foreign.Select(machine => machine.ToString())])
        {
            await Virsh.TryAsync("destroy", name);
            await Virsh.TryAsync("undefine", name);
        }

        await Virsh.TryAsync("vol-delete", Foreign + ".qcow2", "pbm-overlays");
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> IsConnectedAsync()
    {
        try
        {
            await Hypervisor.TakeInventoryAsync(TestContext.Current.CancellationToken);
            return true;
        }
        catch (HypervisorException error) when (error.Fault == HypervisorFault.Unreachable)
        {
            return false;
        }
    }

    private async Task DefineAsync(string name, string format, string disk)
    {
        var uuid = await Virsh.TryAsync("domuuid", name);
        var path = Path.Combine(_folder, name + ".xml");
        await File.WriteAllTextAsync(path, $"""
            <domain type='qemu'>
              <name>{name}</name>
              {(uuid is null ? string.Empty : $"<uuid>{uuid.Trim()}</uuid>")}
              <memory unit='MiB'>{GoldenMebibytes}</memory>
              <os><type arch='x86_64' machine='pc'>hvm</type></os>
              <devices>
                <disk type='file'>
                  <driver name='qemu' type='{format}'/><source file='{disk}'/><target dev='vda' bus='virtio'/>
                </disk>
              </devices>
            </domain>
            """);
        await Virsh.RunAsync("define", path);
    }
}
