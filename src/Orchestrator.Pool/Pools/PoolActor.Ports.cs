using Orchestrator.Core.Machines;
using Orchestrator.Core.Slots;

namespace Orchestrator.Pool.Pools;

/// <summary>Console ports that machines hold which no slot knows: their slots are filled when the janitor has removed
/// them, because until then every clone fails.</summary>
internal sealed partial class PoolActor
{
    private readonly Dictionary<MachineName, long> _goneAt = [];

    private PortHolders _holders = PortHolders.None;

    private bool IsFillable(SlotEntry slot) =>
        slot.IsEmpty && !IsHeld(slot.Id) && _holders.HolderOf(slot.Id) is null;

    private SlotSnapshot? Show(SlotEntry slot) => slot is { Snapshot: { } shown, IsEmpty: true }
        && _holders.HolderOf(slot.Id) is { } holder
        ? shown with
        {
            WaitsFor = $"machine {holder} runs on console port {slot.Id.ConsolePort} and no slot holds it: the janitor "
                + "removes it",
        }
        : slot.Snapshot;

    /// <summary>What was gone before the look was over may have been seen all the same.</summary>
    /// <param name="begunAt">Timestamp at which the look began.</param>
    /// <param name="running">What it saw running, other pools' as well.</param>
    private void SeePorts(long begunAt, IEnumerable<MachineName> running)
    {
        _holders = PortHolders.Seen(running.Where(machine =>
            machine.Slot.Pool == Settings.Name && !(_goneAt.TryGetValue(machine, out var at) && at >= begunAt)));
        foreach (var (machine, at) in _goneAt)
        {
            if (at < begunAt)
            {
                _goneAt.Remove(machine);
            }
        }
    }

    private void FreePort(MachineName stopped)
    {
        _goneAt[stopped] = Context.Time.GetTimestamp();
        _holders = _holders.Without(stopped);
    }
}
