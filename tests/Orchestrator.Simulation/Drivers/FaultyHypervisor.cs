using Orchestrator.Core.Machines;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Simulation.Branch;
using Orchestrator.Simulation.Chance;
using Orchestrator.Simulation.Tracing;
using Orchestrator.Testing.Hypervisor;

namespace Orchestrator.Simulation.Drivers;

/// <summary>
/// The hypervisor's twin on a bad day: operations take time, hang, fail before or after their effect, and go on after
/// nobody waits for them; events get lost, doubled and reordered. It outlives the process.
/// </summary>
internal sealed class FaultyHypervisor : IHypervisor
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly World _world;
    private readonly SimulatedHypervisor _twin;
    private readonly GuestFaults _guests;
    private readonly HostMeasurement _memory;
    private int _process;

    public FaultyHypervisor(World world, SimulatedHypervisor twin)
    {
        _world = world;
        _twin = twin;
        _twin.CloneTime = TimeSpan.Zero;
        _twin.DeleteTime = TimeSpan.Zero;
        _guests = new GuestFaults(world, twin);
        _memory = twin.Host;
        _twin.Subscribe(OnTwin);
    }

    public bool IsReachable => _twin.IsReachable;

    public void Lose() => _twin.Lose();

    public void Return() => _twin.Return();

    public void Degrade() => _twin.Degrade();

    public void Recover() => _twin.Recover();

    /// <summary>Leaves the host less than one machine takes.</summary>
    public void TakeMemory() => _twin.Host = _memory with { MemoryAvailableBytes = _memory.MachineMemoryBytes / 2 };

    public void GiveMemory() => _twin.Host = _memory;

    /// <summary>The process died: nobody listens, and nobody waits for what is on its way.</summary>
    public void OnProcessDied()
    {
        _process++;
        _world.Events.ForgetObservers();
    }

    public Task<HypervisorInventory> TakeInventoryAsync(CancellationToken cancellation) => Do(
        "inventory", Millisecond, 20 * Millisecond, TakeInventoryNow, null, cancellation);

    public Task<GoldenImageIdentity> InspectGoldenImageAsync(
        string goldenImage, GoldenImageIdentity? recorded, CancellationToken cancellation) => Do(
        "inspection", 50 * Millisecond, 2 * Second,
        () => _twin.InspectGoldenImageAsync(goldenImage, recorded, CancellationToken.None), null, cancellation);

    public Task CloneAsync(CloneOrder order, CancellationToken cancellation) => Do(
        "clone", 100 * Millisecond, Second, () => CloneNow(order), order.Machine, cancellation);

    public Task EnsureAbsentAsync(MachineName machine, CancellationToken cancellation) => Do(
        "delete", 30 * Millisecond, 300 * Millisecond, () => DeleteNow(machine), machine, cancellation);

    public Task<bool> PingAgentAsync(MachineName machine, CancellationToken cancellation) => Do(
        "ping", TimeSpan.Zero, TimeSpan.Zero, () => PingNow(machine), null, cancellation);

    public Task<HostMeasurement> MeasureHostAsync(string goldenImage, CancellationToken cancellation) => Do(
        "measurement", Millisecond, 20 * Millisecond,
        () => _twin.MeasureHostAsync(goldenImage, CancellationToken.None), null, cancellation);

    public IDisposable Subscribe(Action<HypervisorEvent> observer) => _world.Events.Subscribe(observer);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<HypervisorInventory> TakeInventoryNow()
    {
        var done = _twin.TakeInventoryAsync(CancellationToken.None);
        if (done.IsCompletedSuccessfully)
        {
            _world.Checker.Machines.OnInventory();
        }

        return done;
    }

    private Task<bool> CloneNow(CloneOrder order)
    {
        var ran = _world.Guests.Runs(order.Machine);
        var done = Void(_twin.CloneAsync(order, CancellationToken.None));
        if (done.IsCompletedSuccessfully && !ran)
        {
            _guests.Boot(order.Machine);
            _world.Checker.Paths.OnRuns(order.Machine);
            _world.Checker.Guests.OnRuns(order.Machine);
        }

        return done;
    }

    private Task<bool> DeleteNow(MachineName machine)
    {
        var done = Void(_twin.EnsureAbsentAsync(machine, CancellationToken.None));
        if (done.IsCompletedSuccessfully)
        {
            _world.Guests.Remove(machine);
        }

        return done;
    }

    private async Task<bool> PingNow(MachineName machine) =>
        await _twin.PingAgentAsync(machine, CancellationToken.None).ConfigureAwait(false)
        && _world.Guests.IsReady(machine.Slot.ConsolePort, _world.Now);

    private static async Task<bool> Void(Task task)
    {
        await task.ConfigureAwait(false);
        return true;
    }

    private void OnTwin(HypervisorEvent @event)
    {
        if (@event is MachineStopped { Detail: not GuestFaults.Rebooted } stopped)
        {
            _world.Guests.Stop(stopped.Machine);
        }

        _world.Events.Report(@event);
    }

    private Task<T> Do<T>(
        string name, TimeSpan least, TimeSpan most, Func<Task<T>> effect, MachineName? machine,
        CancellationToken cancellation)
    {
        var call = new PendingCall<T>(cancellation);
        if (machine is not null && _world.Strikes(FaultKind.OperationStuck))
        {
            // It hangs in the hypervisor; whether and when it is done there is nobody's to know.
            Land(name, call, effect, machine, _world.Random.Between(Second, 300 * Second), answers: false);
            return call.Outcome;
        }

        var takes = most == TimeSpan.Zero ? most : _world.Random.Between(least, most);
        if (_world.Strikes(FaultKind.OperationSlow))
        {
            takes += TimeSpan.FromSeconds(_world.Random.Scaled(0.1, 100));
        }

        Land(name, call, effect, machine, takes, answers: true);
        return call.Outcome;
    }

    private void Land<T>(
        string name, PendingCall<T> call, Func<Task<T>> effect, MachineName? machine, TimeSpan after, bool answers)
    {
        var process = _process;
        if (after == TimeSpan.Zero)
        {
            Answer(name, call, effect, machine);
            return;
        }

        _world.Later(after, () =>
        {
            if (call.IsAbandoned || process != _process)
            {
                LandLate(name, effect, machine);
            }
            else if (answers)
            {
                Answer(name, call, effect, machine);
            }
            else
            {
                Effect(name, effect, machine);
            }
        });
    }

    private void LandLate<T>(string name, Func<Task<T>> effect, MachineName? machine)
    {
        if (machine is { } name1 && _world.Strikes(FaultKind.LateEffect))
        {
            if (_world.Checker.Records.Machines.TryGetValue(name1, out var record))
            {
                record.HadLateEffect = true;
            }

            _world.Guests.OnLate(name1);
            Effect(name, effect, machine);
        }
    }

    private void Answer<T>(string name, PendingCall<T> call, Func<Task<T>> effect, MachineName? machine)
    {
        if (_world.Strikes(FaultKind.OperationFailsBefore))
        {
            call.Fail(new HypervisorException(HypervisorFault.Failed, $"{name} was told to fail"));
            return;
        }

        var done = Effect(name, effect, machine);
        if (machine is not null && done.IsCompletedSuccessfully && _world.Strikes(FaultKind.OperationFailsAfter))
        {
            // The effect is there and its answer was lost on the way: what a broken connection looks like.
            var fault = _world.Random.Chance(0.5) ? HypervisorFault.Failed : HypervisorFault.Unreachable;
            call.Fail(new HypervisorException(fault, $"{name} was done and its answer lost"));
            return;
        }

        call.Complete(done);
    }

    private Task<T> Effect<T>(string name, Func<Task<T>> effect, MachineName? machine)
    {
        var done = effect();
        _world.Trace.Add(TraceKind.Hypervisor, name);
        if (_world.Trace.IsWritten)
        {
            _world.Trace.Write($"hypervisor: {name} {machine} {done.Exception?.InnerException?.Message ?? "done"}");
        }

        return done;
    }
}
