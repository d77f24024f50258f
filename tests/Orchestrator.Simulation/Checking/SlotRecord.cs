using Orchestrator.Core.Slots;
using Orchestrator.Pool.Persistence;

namespace Orchestrator.Simulation.Checking;

/// <summary>A slot as the journal tells it.</summary>
internal sealed class SlotRecord(string stream, SlotId id, Checker checker)
    : StateMirror<SlotState, SlotEvent>(stream, new SlotState(id), SlotCodec.Instance)
{
    protected override SlotState Apply(SlotState state, SlotEvent @event) => Slot.Apply(state, @event);

    protected override void OnApplied(SlotState before, SlotEvent @event) =>
        checker.Slots.OnEvent(before, @event);
}
