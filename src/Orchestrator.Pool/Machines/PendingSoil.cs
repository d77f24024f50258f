using Orchestrator.Core.Machines;

namespace Orchestrator.Pool.Machines;

/// <summary>
/// What a slot's machine has to be made dirty for and may not have journaled. It outlives the incarnations of machine
/// and slot: after a failed write the journal still calls a machine clean that somebody connected to.
/// </summary>
internal sealed class PendingSoil
{
    /// <summary>One incarnation follows the other, not always on the same thread.</summary>
    private volatile Pending? _pending;

    public void Set(MachineName machine, SoilReason reason) => _pending = new Pending(machine, reason);

    public SoilReason? Of(MachineName machine) => _pending is { } known && known.Machine == machine
        ? known.Reason
        : null;

    private sealed record Pending(MachineName Machine, SoilReason Reason);
}
