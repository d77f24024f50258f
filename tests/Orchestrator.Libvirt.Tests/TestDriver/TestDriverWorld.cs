using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Slots;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Libvirt.Handles;
using Orchestrator.Libvirt.Interop;
using Orchestrator.Libvirt.Tests.Interop;
using Orchestrator.Testing.Branch;
using Orchestrator.Testing.Hypervisor;

namespace Orchestrator.Libvirt.Tests.TestDriver;

/// <summary>A golden domain with an empty disk on libvirt's test driver. It runs in this process, and all connections
/// to its default host share that host.</summary>
internal sealed class TestDriverWorld : IHypervisorWorld
{
    private const string Uri = "test:///default";
    private const string StoragePool = "default-pool";
    private const long GoldenMebibytes = 32;

    private readonly string _id = "c" + Guid.NewGuid().ToString("n")[..8];
    private readonly string _folder;
    private readonly List<MachineName> _machines = [];
    private readonly List<string> _defined = [];
    private readonly List<TcpListener> _listeners = [];
    private readonly VirConnectHandle _outside;

    private TestDriverWorld()
    {
        _folder = Directory.CreateTempSubdirectory("pbm-test-driver-").FullName;
        EventLoop.EnsureRunning();
        _outside = NativeConnect.virConnectOpen(Uri);
        Assert.False(_outside.IsInvalid, "libvirt's test driver cannot be opened");
        Hypervisor = LibvirtHypervisor.Start(
            new LibvirtOptions { Uri = Uri, StoragePool = StoragePool },
            TimeProvider.System,
            NullLogger<LibvirtHypervisor>.Instance);
    }

    public IHypervisor Hypervisor { get; }

    public string GoldenImage => "golden-" + _id;

    public long GoldenMemoryBytes => GoldenMebibytes << 20;

    private string DiskPath => Path.Combine(_folder, "golden.qcow2");

    private string Foreign => "foreign-" + _id;

    public static async Task<TestDriverWorld> CreateAsync()
    {
        var world = new TestDriverWorld();
        await Command.RunAsync("qemu-img", "create", "-q", "-f", "qcow2", world.DiskPath, "8M");
        world.Define(world.GoldenImage, "qcow2", world.DiskPath);
        return world;
    }

    public MachineName NextMachine()
    {
        var slot = new SlotId(PoolName.Parse(_id), FreePort());
        var machine = new MachineName(slot, new MachineId((ulong)Random.Shared.NextInt64()));
        _machines.Add(machine);
        return machine;
    }

    public async Task SpoilGoldenImageAsync(HypervisorFault fault)
    {
        switch (fault)
        {
            case HypervisorFault.GoldenImageMissing:
                Undefine(GoldenImage);
                break;
            case HypervisorFault.GoldenImageRunning:
                Start(GoldenImage);
                break;
            case HypervisorFault.GoldenImageDamaged:
                Define(GoldenImage, "vmdk", DiskPath);
                break;
            case HypervisorFault.GoldenImageShared:
                Define(Foreign, "qcow2", DiskPath);
                break;
            case HypervisorFault.GoldenImageChanged:
                await File.AppendAllTextAsync(DiskPath, "one more", TestContext.Current.CancellationToken);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault, "no golden image can be spoilt so");
        }
    }

    public Task AddForeignAsync()
    {
        using var pool = NativeStorage.virStoragePoolLookupByName(_outside, StoragePool);
        using var volume = NativeStorage.virStorageVolCreateXML(
            pool, $"<volume><name>{Foreign}.qcow2</name><capacity>1048576</capacity></volume>", 0);
        Assert.False(volume.IsInvalid, $"volume {Foreign}.qcow2 cannot be made");
        Define(Foreign, "qcow2", Path.Combine(_folder, "foreign.qcow2"));
        Start(Foreign);
        return Task.CompletedTask;
    }

    public Task AddForeignAsync(MachineName machine)
    {
        Define(machine.ToString(), "qcow2", Path.Combine(_folder, "foreign.qcow2"));
        Start(machine.ToString());
        _machines.Remove(machine);
        return Task.CompletedTask;
    }

    public Task<bool> IsForeignRunningAsync(MachineName machine)
    {
        using var domain = NativeDomain.virDomainLookupByName(_outside, machine.ToString());
        return Task.FromResult(!domain.IsInvalid && NativeDomain.virDomainIsActive(domain) == 1);
    }

    public Task StopAsync(MachineName machine)
    {
        using var domain = NativeDomain.virDomainLookupByName(_outside, machine.ToString());
        Assert.Equal(0, NativeDomain.virDomainDestroy(domain));
        return Task.CompletedTask;
    }

    public void TakePort(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        _listeners.Add(listener);
    }

    public Task LoseAsync() => throw new NotSupportedException("the test driver has no connection to lose");

    public Task ReturnAsync() => throw new NotSupportedException("the test driver has no connection to lose");

    public async ValueTask DisposeAsync()
    {
        _listeners.ForEach(listener => listener.Dispose());
        foreach (var machine in _machines)
        {
            await Hypervisor.EnsureAbsentAsync(machine, TestContext.Current.CancellationToken);
        }

        await Hypervisor.DisposeAsync();
        foreach (var name in _defined)
        {
            Undefine(name);
        }

        _outside.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Start(string name)
    {
        using var domain = NativeDomain.virDomainLookupByName(_outside, name);
        Assert.Equal(0, NativeTestDriver.virDomainCreate(domain));
    }

    /// <summary>Whatever state it is in, if it is.</summary>
    private void Undefine(string name)
    {
        using var domain = NativeDomain.virDomainLookupByName(_outside, name);
        if (!domain.IsInvalid)
        {
            _ = NativeDomain.virDomainDestroy(domain);
            _ = NativeDomain.virDomainUndefineFlags(domain, 0);
        }
    }

    private void Define(string name, string format, string disk)
    {
        Undefine(name);
        using var domain = NativeTestDriver.virDomainDefineXML(_outside, $"""
            <domain type='test'>
              <name>{name}</name>
              <memory unit='MiB'>{GoldenMebibytes}</memory>
              <os><type arch='x86_64'>hvm</type></os>
              <devices>
                <disk type='file'>
                  <driver name='qemu' type='{format}'/><source file='{disk}'/><target dev='vda' bus='virtio'/>
                </disk>
              </devices>
            </domain>
            """);
        Assert.False(domain.IsInvalid, $"domain {name} cannot be defined: {LibvirtErrors.Last().Message}");
        _defined.Add(name);
    }
}
