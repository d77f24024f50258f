using Orchestrator.Actors.Persistence;
using Orchestrator.Core.Slots;

namespace Orchestrator.Pool.Persistence;

internal static class SlotCodec
{
    public static readonly IJournalCodec<SlotState, SlotEvent> Instance = new JsonJournalCodec<SlotState, SlotEvent>(
        JournalJson.Default.SlotState,
        JournalJson.Default.MachineAssigned,
        JournalJson.Default.SlotRecovered,
        JournalJson.Default.MachineFailed,
        JournalJson.Default.SlotVacated,
        JournalJson.Default.SlotQuarantined,
        JournalJson.Default.QuarantineProbed,
        JournalJson.Default.QuarantineLifted,
        JournalJson.Default.SlotHeld);
}
