using Orchestrator.Core.Machines;

namespace Orchestrator.Simulation.Drivers;

/// <summary>What truly runs at which console port, and what is left of it.</summary>
internal sealed class Guests
{
    private readonly Dictionary<int, Guest> _running = [];
    private readonly HashSet<MachineName> _overlays = [];
    private readonly HashSet<MachineName> _late = [];

    public IEnumerable<MachineName> Running => _running.Values.Select(guest => guest.Name);

    public IReadOnlyCollection<MachineName> Overlays => _overlays;

    public MachineName? At(int port) => _running.TryGetValue(port, out var guest) ? guest.Name : null;

    public bool Runs(MachineName machine) => At(machine.Slot.ConsolePort) == machine;

    public bool Exists(MachineName machine) => Runs(machine) || _overlays.Contains(machine);

    public bool IsReady(int port, DateTimeOffset now) =>
        _running.TryGetValue(port, out var guest) && guest.ReadyAt <= now;

    public void Start(MachineName machine, DateTimeOffset readyAt)
    {
        _running[machine.Slot.ConsolePort] = new Guest(machine, readyAt);
        _overlays.Add(machine);
    }

    /// <summary>An operation on this machine lands after nobody waits for it any more.</summary>
    public void OnLate(MachineName machine) => _late.Add(machine);

    /// <summary>Whether this machine may have begun to run when nobody waited for it. It can take the port of one that
    /// has stopped unnoticed: what a console's port answers says no name.</summary>
    public bool MayBeLate(MachineName machine) => _late.Contains(machine);

    public void Reboot(MachineName machine, DateTimeOffset readyAt) =>
        _running[machine.Slot.ConsolePort] = new Guest(machine, readyAt);

    public void Stop(MachineName machine)
    {
        if (Runs(machine))
        {
            _running.Remove(machine.Slot.ConsolePort);
        }
    }

    public void Remove(MachineName machine)
    {
        Stop(machine);
        _overlays.Remove(machine);
    }

    private readonly record struct Guest(MachineName Name, DateTimeOffset ReadyAt);
}
