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
public sealed partial class LibvirtHypervisor : IHypervisor, IGoldenShelf
{
    private readonly Lock _gate = new();
    private readonly List<Action<HypervisorEvent>> _observers = [];
    private readonly LibvirtOptions _options;
    private readonly ILogger _log;
    private readonly LibvirtConnection _connection;
    private readonly CallWatch _watch;
    private readonly CallThreads _calls;
    private readonly DiskImages _images;
    private readonly ForeignNames _foreign;

    private LibvirtHypervisor(LibvirtOptions options, TimeProvider time, ILogger log)
    {
        _options = options;
        _log = log;
        _foreign = new ForeignNames(log);
        _images = new DiskImages(options.DiskCheckDeadline, time);
        _connection = new LibvirtConnection(options, new NativeConnectionOpener(options), time, log, Report);
        _watch = new CallWatch(options, time, log, Report);
        _calls = new CallThreads(options, time, _watch);
    }

    /// <summary>Figures of every kind of call since the start.</summary>
    public IReadOnlyList<CallFigures> CallFigures => _watch.Figures;

    public static LibvirtHypervisor Start(LibvirtOptions options, TimeProvider time, ILogger<LibvirtHypervisor> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new LibvirtHypervisor(options, time, log);
    }

    public Task<HypervisorInventory> TakeInventoryAsync(CancellationToken cancellation) => CallAsync(
        CallKind.List,
        (connect, _) =>
        {
            using var pool = OverlayPool.Open(connect, _options.StoragePool);
            var domains = Domains.List(connect);
            var overlays = pool.ListVolumes();
            _foreign.Note([
                .. domains.Where(domain => !domain.IsOurs).Select(domain => $"domain {domain.Machine}"),
                .. overlays.Where(overlay => !overlay.IsOurs)
                    .Select(overlay => $"volume {overlay.Machine.OverlayName}"),
            ]);
            return new HypervisorInventory(
                domains.Where(domain => domain is { IsOurs: true, IsActive: true }).Select(domain => domain.Machine)
                    .ToHashSet(),
                domains.Where(domain => domain is { IsOurs: true, IsActive: false }).Select(domain => domain.Machine)
                    .ToHashSet(),
                overlays.Where(overlay => overlay.IsOurs).Select(overlay => overlay.Machine).ToHashSet());
        },
        cancellation);

    public async Task<GoldenImageIdentity> InspectGoldenImageAsync(
        string goldenImage, GoldenImageIdentity? recorded, CancellationToken cancellation)
    {
        var (_, disk) = await InspectDomainAsync(goldenImage, cancellation).ConfigureAwait(false);
        return await _images.InspectAsync(goldenImage, disk, recorded, cancellation).ConfigureAwait(false);
    }

    public async Task CloneAsync(CloneOrder order, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        var (xml, disk) = await InspectDomainAsync(order.GoldenImage, cancellation).ConfigureAwait(false);
        await _images.InspectAsync(order.GoldenImage, disk, order.Base, cancellation).ConfigureAwait(false);
        var size = await _images.VirtualSizeAsync(order.GoldenImage, disk, cancellation).ConfigureAwait(false);
        await CallAsync(
            CallKind.Clone,
            (connect, call) => Clone(connect, call, order.Machine, (xml, disk, size)),
            cancellation,
            made => TakeBack(order.Machine, made)).ConfigureAwait(false);
    }

    public async Task EnsureAbsentAsync(MachineName machine, CancellationToken cancellation)
    {
        await CallAsync(
            CallKind.Destroy, (connect, _) => Destroy(connect, machine), cancellation).ConfigureAwait(false);
        await CallAsync(
            CallKind.Delete, (connect, _) => DeleteOverlay(connect, machine), cancellation).ConfigureAwait(false);
    }

    public Task<bool> PingAgentAsync(MachineName machine, CancellationToken cancellation) => CallAsync(
        CallKind.Agent, (connect, _) => Domains.PingAgent(connect, machine.ToString()), cancellation);

    public Task<HostMeasurement> MeasureHostAsync(string goldenImage, CancellationToken cancellation) => CallAsync(
        CallKind.Inspect, (connect, _) => Host.Measure(connect, goldenImage), cancellation);

    public async Task<GoldenImageFile> FindAsync(string goldenImage, CancellationToken cancellation)
    {
        var (xml, disk) = await InspectDomainAsync(goldenImage, cancellation).ConfigureAwait(false);
        return new GoldenImageFile(goldenImage, xml.ToString(), disk.Path, disk.Format);
    }

    public Task ImportAsync(GoldenImageFile image, string storagePool, CancellationToken cancellation) => CallAsync(
        CallKind.Inspect, (connect, _) => GoldenImport.Run(connect, image, storagePool), cancellation);

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

    /// <returns>Whether this call made it; false: the machine runs already.</returns>
    private bool Clone(
        VirConnectHandle connect,
        Call call,
        MachineName machine,
        (XElement Xml, GoldenDisk Disk, long Size) golden)
    {
        if (Domains.IsRunning(connect, machine))
        {
            return false;
        }

        ConsolePorts.RequireFree(machine);
        using var pool = OverlayPool.Open(connect, _options.StoragePool);
        try
        {
            var overlay = pool.CreateOverlay(machine.OverlayName, golden.Disk, golden.Size);

            // Nobody waits any more, and the machine's deletion may have looked already: it must not start.
            if (call.IsAbandoned)
            {
                throw new OperationCanceledException();
            }

            Domains.Start(connect, machine, CloneXml.Derive(golden.Xml, new CloneDomain(machine, overlay)));
            return true;
        }
        catch (Exception error) when (error is HypervisorException or OperationCanceledException)
        {
            pool.TryDelete(machine.OverlayName);
            throw;
        }
    }

    /// <summary>A clone that came after everybody had stopped waiting for it: its deletion may have found nothing and
    /// be over, so nobody would own it. Names are never used twice, so nobody else's machine is hit.</summary>
    private void TakeBack(MachineName machine, bool made)
    {
        if (!made)
        {
            return;
        }

        Log.TakenBack(_log, machine);
        try
        {
            _connection.Enter().RunAndLeave(
                connect => Destroy(connect, machine) && DeleteOverlay(connect, machine));
        }
        catch (HypervisorException error)
        {
            Log.NotTakenBack(_log, machine, error.Message);
        }
    }

    private static bool Destroy(VirConnectHandle connect, MachineName machine)
    {
        Domains.EnsureAbsent(connect, machine);
        return true;
    }

    private bool DeleteOverlay(VirConnectHandle connect, MachineName machine)
    {
        using var pool = OverlayPool.Open(connect, _options.StoragePool);
        pool.EnsureAbsent(machine.OverlayName);
        return true;
    }

    private Task<(XElement Xml, GoldenDisk Disk)> InspectDomainAsync(
        string goldenImage, CancellationToken cancellation) => CallAsync(
        CallKind.Inspect, (connect, _) => GoldenDomain.Inspect(connect, goldenImage), cancellation);

    private async Task<T> CallAsync<T>(
        CallKind kind,
        Func<VirConnectHandle, Call, T> work,
        CancellationToken cancellation,
        Action<T>? onLate = null)
    {
        SharedConnection? used = null;
        await _connection.FirstTry.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var answer = await _calls.RunAsync(
                kind,
                call => (used = _connection.Enter()).RunAndLeave(connect => work(connect, call)),
                cancellation,
                onLate,
                () => _connection.ReplaceHung(used!, $"a call of the kind {kind} on it never returned"))
                .ConfigureAwait(false);
            _connection.RequireCurrent(used!);
            return answer;
        }
        catch (HypervisorException error) when (error.Fault == HypervisorFault.Unreachable && used is not null)
        {
            _connection.ReplaceBroken(used, error.Message);
            throw;
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

    private static partial class Log
    {
        [LoggerMessage(3005, LogLevel.Warning,
            "machine {MachineName} started after nobody waited for it any more; it is taken back")]
        public static partial void TakenBack(ILogger logger, MachineName machineName);

        [LoggerMessage(3006, LogLevel.Warning,
            "machine {MachineName} could not be taken back: {Detail}; the next clean-up finds it")]
        public static partial void NotTakenBack(ILogger logger, MachineName machineName, string detail);
    }
}
