using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Simulation.Branch;
using Orchestrator.Simulation.Chance;
using Orchestrator.Simulation.Tracing;

namespace Orchestrator.Simulation.Drivers;

/// <summary>The hypervisor's events on their way to the process: lost, doubled, reordered.</summary>
internal sealed class EventFaults(World world)
{
    private readonly List<Action<HypervisorEvent>> _observers = [];
    private bool _reconnecting;

    public void ForgetObservers() => _observers.Clear();

    public IDisposable Subscribe(Action<HypervisorEvent> observer)
    {
        _observers.Add(observer);
        return new Subscription(() => _observers.Remove(observer));
    }

    public void Report(HypervisorEvent @event)
    {
        if (@event is HypervisorLost or HypervisorReconnected)
        {
            world.Checker.Machines.OnHypervisor(isLost: @event is HypervisorLost);
            Deliver(@event);
            return;
        }

        if (world.Strikes(FaultKind.EventLost))
        {
            ReconnectSoon();
            return;
        }

        if (world.Strikes(FaultKind.EventReordered))
        {
            world.Later(world.Random.Between(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(2)),
                () => Deliver(@event));
        }
        else
        {
            Deliver(@event);
        }

        if (world.Strikes(FaultKind.EventDoubled))
        {
            world.Later(world.Random.Between(TimeSpan.Zero, TimeSpan.FromSeconds(2)), () => Deliver(@event));
        }
    }

    /// <summary>Whatever was lost until now, the process is told to look.</summary>
    public void ReconnectNow() => Deliver(new HypervisorReconnected());

    /// <summary>libvirt loses events with its connection only, and the connection's return is told.</summary>
    private void ReconnectSoon()
    {
        if (_reconnecting)
        {
            return;
        }

        _reconnecting = true;
        world.Later(world.Random.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20)), () =>
        {
            _reconnecting = false;
            Deliver(new HypervisorReconnected());
        });
    }

    private void Deliver(HypervisorEvent @event)
    {
        if (_observers.Count == 0)
        {
            return;
        }

        world.Trace.Add(TraceKind.Hypervisor, @event.GetType().Name);
        if (world.Trace.IsWritten)
        {
            world.Trace.Write($"hypervisor tells: {@event}");
        }

        if (@event is ConsoleChannelOpened { Client: GuestFaults.Intruder } tampered
            && world.Checker.Records.Machines.TryGetValue(tampered.Machine, out var machine))
        {
            world.Checker.Machines.OnTamperingTold(machine);
        }

        foreach (var observer in _observers)
        {
            observer(@event);
        }
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
