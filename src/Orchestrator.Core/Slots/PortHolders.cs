using System.Collections.Immutable;
using Orchestrator.Core.Machines;

namespace Orchestrator.Core.Slots;

/// <summary>
/// Machines of a pool whose domains ran when somebody looked last: each holds its slot's console port until its domain
/// has stopped. One that the slot does not know is in the way of the next one, as every machine is whose journal was
/// lost.
/// </summary>
public sealed class PortHolders
{
    private readonly ImmutableDictionary<MachineName, SlotId> _running;

    private PortHolders(ImmutableDictionary<MachineName, SlotId> running) => _running = running;

    /// <summary>Nobody is known to run.</summary>
    public static PortHolders None { get; } = new(ImmutableDictionary<MachineName, SlotId>.Empty);

    /// <param name="running">Everything of the pool that ran; replaces what was seen before.</param>
    public static PortHolders Seen(IEnumerable<MachineName> running) =>
        new(running.ToImmutableDictionary(machine => machine, machine => machine.Slot));

    /// <summary>The machine's domain has stopped.</summary>
    public PortHolders Without(MachineName stopped) => new(_running.Remove(stopped));

    /// <summary>Who holds the port of a slot that has no machine; the oldest, should several; null: nobody is known to.
    /// </summary>
    public MachineName? HolderOf(SlotId empty)
    {
        var holders = _running.Where(one => one.Value == empty).Select(one => one.Key).ToList();
        return holders.Count == 0 ? null : holders.MinBy(machine => machine.Machine.Value);
    }
}
