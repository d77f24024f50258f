using Orchestrator.Core.Alarms;
using Orchestrator.Core.Machines;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Pool.Slots;

namespace Orchestrator.Pool.Pools;

/// <summary>The host's memory: it is measured before every filling, and nothing is started that it could not
/// bear.</summary>
internal sealed partial class PoolActor
{
    private readonly HostMemory _memory;

    private bool _measuring;

    private void MeasureHost()
    {
        if (_measuring)
        {
            return;
        }

        _measuring = true;
        Context.CancelTimer(Timers.Memory);
        var begunAt = Context.Time.GetTimestamp();
        var measuring = Deadline.WithinAsync(
            Settings.MeasureDeadline,
            "measuring the host's memory",
            cancellation => _environment.Hypervisor.MeasureHostAsync(Settings.GoldenImage, cancellation),
            Context.Time,
            Context.Stopping);
        Context.PipeToSelf(measuring, host => new HostMeasured(begunAt, host), error => new HostUnmeasured(error));
    }

    /// <summary>What may be filled may have changed while the host was measured.</summary>
    private void OnHostMeasured(HostMeasured measured)
    {
        _measuring = false;
        var toFill = SlotsToFill();
        if (toFill.Count == 0)
        {
            return;
        }

        var bytes = measured.Host.MachineMemoryBytes;
        _memory.Measure(
            measured.BegunAt,
            measured.Host.MemoryAvailableBytes,
            Settings.Name,
            IsOwned,
            Starting(),
            bytes);
        foreach (var slot in toFill)
        {
            var machine = Mint.NextMachineId();
            if (!_memory.TryCharge(new MachineName(slot.Id, machine), bytes, Settings.MemoryReserveBytes))
            {
                OnMemoryShort(bytes);
                return;
            }

            Order(slot, machine);
        }

        Clear(AlarmId.HostMemory);
    }

    private List<MachineName> Starting()
    {
        List<MachineName> starting = [];
        foreach (var slot in _slots.Values)
        {
            if (slot is { MayBeStarting: true, Machine: { } machine })
            {
                starting.Add(machine);
            }
        }

        return starting;
    }

    private void OnMemoryShort(long machineBytes)
    {
        var ledger = _memory.Ledger;
        RaiseMemory(
            $"no machine is made: a machine of {Settings.GoldenImage} takes {MiB(machineBytes)}, the host has "
            + $"{MiB(ledger.AvailableBytes)} available, {MiB(ledger.ChargedBytes)} of it for machines that start, and "
            + $"memoryReserve keeps {MiB(Settings.MemoryReserveBytes)} free: free memory, or configure a smaller pool");
    }

    private void OnHostUnmeasured(Exception error)
    {
        _measuring = false;
        var fault = (error as HypervisorException)?.Fault;
        if (fault is HypervisorFault.Unreachable || (fault is { } known && PoolFaults.IsOfGoldenImage(known)))
        {
            StopFilling(fault.Value, error.Message);
            return;
        }

        RaiseMemory($"no machine is made: the host's memory is not known: {error.Message}");
    }

    /// <summary>Memory comes back without an event: it is looked at again.</summary>
    private void RaiseMemory(string cause)
    {
        Raise(AlarmId.HostMemory, AlarmSeverity.Critical, cause);
        Context.StartTimer(Timers.Memory, FaultPause, new MemoryDue());
    }

    private static string MiB(long bytes) => FormattableString.Invariant($"{bytes >> 20} MiB");
}
