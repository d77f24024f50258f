using Orchestrator.Core.Alarms;
using Orchestrator.Core.Machines;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Pool.Machines;
using Orchestrator.Pool.Slots;

namespace Orchestrator.Pool.Pools;

/// <summary>The hypervisor's events, and the pool's inventory of it: at start and after every loss.</summary>
internal sealed partial class PoolActor
{
    /// <summary>Pause between two tries to reach the hypervisor.</summary>
    private static readonly TimeSpan InventoryPause = TimeSpan.FromSeconds(2);

    /// <summary>Console channels that were opened before the start's inventory, while there was no slot to tell. One a
    /// machine is enough.</summary>
    private readonly Dictionary<MachineName, ConsoleChannelOpened> _openedEarly = [];

    private int _inventories;
    private bool _unseen;

    private void OnHypervisor(HypervisorEvent @event)
    {
        switch (@event)
        {
            case MachineStopped stopped:
                OnStopped(stopped);
                break;
            case ConsoleChannelOpened opened when !_started:
                _openedEarly[opened.Machine] = opened;
                break;
            case ConsoleChannelOpened opened:
                TellMachine(opened.Machine, new ChannelChanged(opened.Client, Opened: true));
                break;
            case ConsoleChannelClosed closed:
                TellMachine(closed.Machine, new ChannelChanged(closed.Client, Opened: false));
                break;
            case HypervisorLost lost:
                OnUnseen(lost.Detail);
                break;
            case HypervisorReconnected:
                TakeInventory();
                break;
            case HypervisorDegraded degraded:
                Raise(AlarmId.HypervisorSlow, AlarmSeverity.Warning,
                    $"the hypervisor answers slowly: {degraded.Detail}; machines are made late: see the host's load, "
                    + "its disks and libvirtd");
                break;
            case HypervisorRecovered:
                Clear(AlarmId.HypervisorSlow);
                break;
        }
    }

    /// <summary>No inventory shows who had a look at a machine, so that it would be offered.</summary>
    private void TellOpenedEarly()
    {
        foreach (var opened in _openedEarly.Values)
        {
            OnHypervisor(opened);
        }

        _openedEarly.Clear();
    }

    private void OnStopped(MachineStopped stopped)
    {
        FreePort(stopped.Machine);
        if (!IsOnItsWayOut(stopped.Machine))
        {
            TellMachine(stopped.Machine, new DomainStopped(stopped.Detail));
        }

        Fill();
    }

    /// <summary>Whether it is being deleted, which stops its domain.</summary>
    private bool IsOnItsWayOut(MachineName machine) =>
        _slots.GetValueOrDefault(machine.Slot)?.State is { } state and (DirtyMachine or DeletingMachine)
        && state.Name == machine;

    private void TellMachine(MachineName name, MachineMessage message)
    {
        if (_slots.TryGetValue(name.Slot, out var slot))
        {
            slot.Actor.Tell(new ForMachine(name, message));
        }
    }

    /// <summary>
    /// Nobody knows what runs. It is asked for again and again rather than awaited: the event of its return can be lost
    /// like any other.
    /// </summary>
    private void OnUnseen(string detail)
    {
        // An inventory that is on its way may be from before the loss.
        _inventories++;
        _unseen = true;
        RaiseUnreachable(detail);
        Context.StartTimer(Timers.Inventory, InventoryPause, new InventoryDue());
    }

    private void TakeInventory()
    {
        if (_streams is null)
        {
            // The start is on its way to its own inventory.
            return;
        }

        Context.CancelTimer(Timers.Inventory);
        var number = ++_inventories;

        // The start's may have begun for another pool.
        var begunAt = _started ? Context.Time.GetTimestamp() : 0;
        Func<CancellationToken, Task<HypervisorInventory>> take =
            _started ? _environment.Hypervisor.TakeInventoryAsync : _startInventory.TakeAsync;
        var taking = Deadline.WithinAsync(
            Settings.InventoryDeadline,
            "the hypervisor's inventory",
            take,
            Context.Time,
            Context.Stopping);
        Context.PipeToSelf(
            taking,
            inventory => new InventoryTaken(number, begunAt, inventory),
            error => new InventoryFailed(number, error));
    }

    private void OnInventoryFailed(InventoryFailed failed)
    {
        if (failed.Number == _inventories)
        {
            OnUnseen(failed.Error.Message);
        }
    }

    private void OnInventory(InventoryTaken taken)
    {
        if (taken.Number != _inventories)
        {
            return;
        }

        _unseen = false;
        Clear(AlarmId.HypervisorUnreachable);
        SeePorts(taken.BegunAt, taken.Inventory.RunningDomains);
        if (!_started)
        {
            Start(taken.Inventory);
            return;
        }

        // Before anything is served or made: a slot hears of its machine's end before it is asked for the machine.
        var seen = new DomainsSeen(taken.BegunAt, taken.Inventory.RunningDomains);
        foreach (var slot in _slots.Values)
        {
            slot.Actor.Tell(new ForAnyMachine(seen));
        }

        Allocate();
        EndRestAfterFault();
        RetryFill();
    }
}
