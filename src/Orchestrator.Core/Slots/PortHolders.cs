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
    private readonly ImmutableArray<MachineName> _running;

    private PortHolders(ImmutableArray<MachineName> running) => _running = running;

    /// <summary>Nobody is known to run.</summary>
    public static PortHolders None { get; } = new([]);

    /// <param name="running">Everything of the pool that ran; replaces what was seen before.</param>
    public static PortHolders Seen(IEnumerable<MachineName> running) => new([.. running]);

    /// <summary>The machine's domain has stopped.</summary>
    public PortHolders Without(MachineName stopped) => new(_running.Remove(stopped));

    /// <summary>Who holds the port of a slot that has no machine; the oldest, should several; null: nobody is known to.
    /// </summary>
    public MachineName? HolderOf(SlotId empty)
    {
        MachineName? oldest = null;
        foreach (var machine in _running)
        {
            if (machine.Slot == empty && !(oldest?.Machine.Value < machine.Machine.Value))
            {
                oldest = machine;
            }
        }

        return oldest;
    }
}
