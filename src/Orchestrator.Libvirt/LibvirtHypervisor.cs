using System.Xml.Linq;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Machines;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Libvirt.Calls;
using Orchestrator.Libvirt.DomainXml;
using Orchestrator.Libvirt.GoldenImages;
using Orchestrator.Libvirt.Handles;
using Orchestrator.Libvirt.Interop;

namespace Orchestrator.Libvirt;

/// <summary>The hypervisor on the system's libvirt. An absent libvirtd is no reason not to start: calls fail until it
/// is there.</summary>
public sealed class LibvirtHypervisor : IHypervisor
{
    private readonly Lock _gate = new();
    private readonly List<Action<HypervisorEvent>> _observers = [];
    private readonly LibvirtOptions _options;
    private readonly LibvirtConnection _connection;
    private readonly CallThreads _calls;
    private readonly DiskImages _images;

    private LibvirtHypervisor(LibvirtOptions options, TimeProvider time, ILogger log)
    {
        _options = options;
        _images = new DiskImages(options.DiskCheckDeadline, time);
        _connection = new LibvirtConnection(options, time, log, Report);
        _calls = new CallThreads(options, time, () => _connection.Replace("a call on it never returned"));
    }

    public static LibvirtHypervisor Start(LibvirtOptions options, TimeProvider time, ILogger<LibvirtHypervisor> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new LibvirtHypervisor(options, time, log);
    }

    public Task<HypervisorInventory> TakeInventoryAsync(CancellationToken cancellation) => CallAsync(
        connect =>
        {
            using var pool = OverlayPool.Open(connect, _options.StoragePool);
            var domains = Domains.List(connect);
            return new HypervisorInventory(
                Names(domains.Where(domain => domain.IsActive).Select(domain => domain.Name)),
                Names(domains.Where(domain => !domain.IsActive).Select(domain => domain.Name)),
                Names(pool.ListVolumes()));
        },
        cancellation);

    public async Task<GoldenImageIdentity> InspectGoldenImageAsync(
        string goldenImage, GoldenImageIdentity? recorded, CancellationToken cancellation)
    {
        var (_, disk) = await CallAsync(
            connect => GoldenDomain.Inspect(connect, goldenImage), cancellation).ConfigureAwait(false);
        return await _images.InspectAsync(goldenImage, disk, recorded, cancellation).ConfigureAwait(false);
    }

    public async Task CloneAsync(CloneOrder order, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        var (xml, disk) = await CallAsync(
            connect => GoldenDomain.Inspect(connect, order.GoldenImage), cancellation).ConfigureAwait(false);
        await _images.InspectAsync(order.GoldenImage, disk, order.Base, cancellation).ConfigureAwait(false);
        var size = await _images.VirtualSizeAsync(order.GoldenImage, disk, cancellation).ConfigureAwait(false);
        await CallAsync(
            connect =>
            {
                Clone(connect, order.Machine, xml, disk, size);
                return true;
            },
            cancellation).ConfigureAwait(false);
    }

    public Task EnsureAbsentAsync(MachineName machine, CancellationToken cancellation) => CallAsync(
        connect =>
        {
            Domains.EnsureAbsent(connect, machine.ToString());
            using var pool = OverlayPool.Open(connect, _options.StoragePool);
            pool.EnsureAbsent(machine.OverlayName);
            return true;
        },
        cancellation);

    public Task<bool> PingAgentAsync(MachineName machine, CancellationToken cancellation) => CallAsync(
        connect => Domains.PingAgent(connect, machine.ToString()), cancellation);

    public Task<HostMeasurement> MeasureHostAsync(string goldenImage, CancellationToken cancellation) => CallAsync(
        connect => Host.Measure(connect, goldenImage), cancellation);

    public IDisposable Subscribe(Action<HypervisorEvent> observer)
    {
        lock (_gate)
        {
            _observers.Add(observer);
        }

        return new Subscription(this, observer);
    }

    public ValueTask DisposeAsync()
    {
        _calls.Dispose();
        _connection.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Clone(VirConnectHandle connect, MachineName machine, XElement golden, GoldenDisk disk, long size)
    {
        if (Domains.IsRunning(connect, machine.ToString()))
        {
            return;
        }

        ConsolePorts.RequireFree(machine);
        using var pool = OverlayPool.Open(connect, _options.StoragePool);
        try
        {
            var overlay = pool.CreateOverlay(machine.OverlayName, disk, size);
            Domains.Start(connect, machine, CloneXml.Derive(golden, new CloneDomain(machine, overlay)));
        }
        catch (HypervisorException)
        {
            pool.TryDelete(machine.OverlayName);
            throw;
        }
    }

    private static HashSet<MachineName> Names(IEnumerable<string> names) =>
        [.. names
            .Select(name => MachineName.TryParse(name, out var machine) ? machine : default(MachineName?))
            .OfType<MachineName>()];

    private async Task<T> CallAsync<T>(Func<VirConnectHandle, T> call, CancellationToken cancellation)
    {
        try
        {
            return await _calls.RunAsync(() => call(_connection.Current), cancellation).ConfigureAwait(false);
        }
        catch (ObjectDisposedException error)
        {
            // The connection was replaced between the look at it and its use.
            throw new HypervisorException(
                HypervisorFault.Unreachable, "the connection to libvirt was being replaced", error);
        }
    }

    private void Report(HypervisorEvent @event)
    {
        Action<HypervisorEvent>[] observers;
        lock (_gate)
        {
            observers = [.. _observers];
        }

        foreach (var observer in observers)
        {
            observer(@event);
        }
    }

    private sealed class Subscription(LibvirtHypervisor hypervisor, Action<HypervisorEvent> observer) : IDisposable
    {
        public void Dispose()
        {
            lock (hypervisor._gate)
            {
                hypervisor._observers.Remove(observer);
            }
        }
    }
}
