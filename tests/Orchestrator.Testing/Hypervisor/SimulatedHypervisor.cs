using Orchestrator.Core.Machines;
using Orchestrator.Drivers.Hypervisor;

namespace Orchestrator.Testing.Hypervisor;

/// <summary>
/// The simulated twin of the hypervisor: domains and overlays as sets, operations that take time on the given clock,
/// and faults on order.
/// </summary>
public sealed class SimulatedHypervisor(TimeProvider time) : IHypervisor
{
    private readonly Lock _gate = new();
    private readonly HashSet<MachineName> _running = [];
    private readonly HashSet<MachineName> _stopped = [];
    private readonly HashSet<MachineName> _overlays = [];
    private readonly List<Action<HypervisorEvent>> _observers = [];
    private readonly Dictionary<SimulatedOperation, Queue<HypervisorFault?>> _faults = [];

    public TimeSpan CloneTime { get; set; } = TimeSpan.FromSeconds(1);

    public TimeSpan DeleteTime { get; set; } = TimeSpan.FromMilliseconds(200);

    public bool AgentAnswers { get; set; } = true;

    public bool IsReachable { get; private set; } = true;

    /// <summary>What is wrong with the golden image, or null.</summary>
    public HypervisorFault? GoldenImageFault { get; set; }

    /// <summary>Ports that somebody else listens on.</summary>
    public HashSet<int> TakenPorts { get; } = [];

    /// <summary>Domains that somebody else made under these names.</summary>
    public HashSet<MachineName> ForeignDomains { get; } = [];

    /// <summary>The golden image's identity now.</summary>
    public GoldenImageIdentity GoldenImage { get; set; } =
        new("/images/golden.qcow2", "qcow2", 1000, DateTimeOffset.UnixEpoch, "00");

    /// <summary>The host's memory now. Machines take none of it by themselves: what they take, and when the host shows
    /// it, is the test's to say.</summary>
    public HostMeasurement Host { get; set; } = new(16L << 30, 12L << 30, 128L << 20);

    public IReadOnlyCollection<MachineName> Running => Locked(() => _running.ToList());

    public IReadOnlyCollection<MachineName> Overlays => Locked(() => _overlays.ToList());

    /// <summary>The next calls of this kind fail so; null: they never come back.</summary>
    public void FailNext(SimulatedOperation operation, HypervisorFault? fault, int calls = 1) => Locked(() =>
    {
        if (!_faults.TryGetValue(operation, out var queue))
        {
            _faults[operation] = queue = new Queue<HypervisorFault?>();
        }

        for (var i = 0; i < calls; i++)
        {
            queue.Enqueue(fault);
        }

        return true;
    });

    /// <summary>The machine stops by itself; a transient domain is gone with it.</summary>
    public void Stop(MachineName machine, string detail = "crashed")
    {
        if (Locked(() => _running.Remove(machine)))
        {
            Report(new MachineStopped(machine, detail));
        }
    }

    /// <summary>Leaves an overlay that nobody ordered.</summary>
    public void AddOrphan(MachineName machine) => Locked(() => _overlays.Add(machine));

    public void Lose()
    {
        IsReachable = false;
        Report(new HypervisorLost("told to be lost"));
    }

    public void Return()
    {
        IsReachable = true;
        Report(new HypervisorReconnected());
    }

    /// <summary>Says that calls are slow; how slow the twin is, its times say.</summary>
    public void Degrade(string detail = "told to be slow") => Report(new HypervisorDegraded(detail));

    public void Recover() => Report(new HypervisorRecovered());

    public void Report(HypervisorEvent @event)
    {
        foreach (var observer in Locked(() => _observers.ToList()))
        {
            observer(@event);
        }
    }

    public Task<HypervisorInventory> TakeInventoryAsync(CancellationToken cancellation) => Do(
        SimulatedOperation.Inventory,
        TimeSpan.Zero,
        () => new HypervisorInventory(_running.ToHashSet(), _stopped.ToHashSet(), _overlays.ToHashSet()),
        null,
        cancellation);

    public Task<GoldenImageIdentity> InspectGoldenImageAsync(
        string goldenImage, GoldenImageIdentity? recorded, CancellationToken cancellation) =>
        Do(SimulatedOperation.Inspect, TimeSpan.Zero, () => Inspect(recorded), null, cancellation);

    public Task CloneAsync(CloneOrder order, CancellationToken cancellation) =>
        Do(SimulatedOperation.Clone, CloneTime, () => Clone(order), null, cancellation);

    public Task EnsureAbsentAsync(MachineName machine, CancellationToken cancellation) =>
        Do(SimulatedOperation.Delete, DeleteTime, () => Delete(machine), ran =>
            ReportDestroyed(machine, ran), cancellation);

    public Task<bool> PingAgentAsync(MachineName machine, CancellationToken cancellation) =>
        Do(SimulatedOperation.Ping, TimeSpan.Zero, () => Ping(machine), null, cancellation);

    public Task<HostMeasurement> MeasureHostAsync(string goldenImage, CancellationToken cancellation) =>
        Do(SimulatedOperation.Measure, TimeSpan.Zero, Measure, null, cancellation);

    public IDisposable Subscribe(Action<HypervisorEvent> observer)
    {
        Locked(() =>
        {
            _observers.Add(observer);
            return true;
        });
        return new Subscription(() => Locked(() => _observers.Remove(observer)));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private GoldenImageIdentity Inspect(GoldenImageIdentity? recorded)
    {
        CheckGoldenImage(recorded);
        return recorded ?? GoldenImage;
    }

    private bool Clone(CloneOrder order)
    {
        RequireNotForeign(order.Machine);
        if (_running.Contains(order.Machine))
        {
            return true;
        }

        CheckGoldenImage(order.Base);
        if (TakenPorts.Contains(order.Machine.Slot.ConsolePort)
            || _running.Any(other => other.Slot.ConsolePort == order.Machine.Slot.ConsolePort))
        {
            throw new HypervisorException(
                HypervisorFault.ConsolePortTaken, $"port {order.Machine.Slot.ConsolePort} is taken by somebody else");
        }

        _running.Add(order.Machine);
        return _overlays.Add(order.Machine);
    }

    private void RequireNotForeign(MachineName machine)
    {
        if (ForeignDomains.Contains(machine))
        {
            throw new HypervisorException(HypervisorFault.NotOurs, $"domain {machine} was told to be somebody else's");
        }
    }

    private bool Delete(MachineName machine)
    {
        RequireNotForeign(machine);
        _stopped.Remove(machine);
        _overlays.Remove(machine);
        return _running.Remove(machine);
    }

    private void ReportDestroyed(MachineName machine, bool ran)
    {
        if (ran)
        {
            Report(new MachineStopped(machine, "destroyed"));
        }
    }

    private bool Ping(MachineName machine) => _running.Contains(machine)
        ? AgentAnswers
        : throw new HypervisorException(HypervisorFault.MachineNotRunning, $"machine {machine} does not run");

    private HostMeasurement Measure() => GoldenImageFault == HypervisorFault.GoldenImageMissing
        ? throw new HypervisorException(HypervisorFault.GoldenImageMissing, "the golden image was told to be missing")
        : Host;

    private void CheckGoldenImage(GoldenImageIdentity? recorded)
    {
        if (GoldenImageFault is { } fault)
        {
            throw new HypervisorException(fault, $"the golden image was told to be {fault}");
        }

        if (recorded is not null && recorded != GoldenImage)
        {
            throw new HypervisorException(
                HypervisorFault.GoldenImageChanged, "the golden image is no longer the recorded one");
        }
    }

    private Task<T> Do<T>(
        SimulatedOperation operation, TimeSpan takes, Func<T> work, Action<T>? then, CancellationToken cancellation)
    {
        HypervisorFault? fault = null;
        var ordered = Locked(() => _faults.TryGetValue(operation, out var queue) && queue.TryDequeue(out fault));
        if (ordered && fault is null)
        {
            takes = Timeout.InfiniteTimeSpan;
        }

        return takes == TimeSpan.Zero
            ? DoNow(operation, fault, work, then)
            : DoLater(operation, takes, fault, work, then, cancellation);
    }

    private async Task<T> DoLater<T>(
        SimulatedOperation operation, TimeSpan takes, HypervisorFault? fault, Func<T> work, Action<T>? then,
        CancellationToken cancellation)
    {
        await Task.Delay(takes, time, cancellation).ConfigureAwait(false);
        return await DoNow(operation, fault, work, then).ConfigureAwait(false);
    }

    private Task<T> DoNow<T>(SimulatedOperation operation, HypervisorFault? fault, Func<T> work, Action<T>? then)
    {
        if (!IsReachable)
        {
            return Task.FromException<T>(
                new HypervisorException(HypervisorFault.Unreachable, "the hypervisor was told to be lost"));
        }

        if (fault is { } reason)
        {
            return Task.FromException<T>(
                new HypervisorException(reason, $"{operation} was told to fail with {reason}"));
        }

        try
        {
            var result = Locked(work);
            then?.Invoke(result);
            return Task.FromResult(result);
        }
        catch (HypervisorException error)
        {
            return Task.FromException<T>(error);
        }
    }

    private T Locked<T>(Func<T> work)
    {
        lock (_gate)
        {
            return work();
        }
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
