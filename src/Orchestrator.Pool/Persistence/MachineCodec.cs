using Orchestrator.Actors.Persistence;
using Orchestrator.Core.Machines;

namespace Orchestrator.Pool.Persistence;

internal static class MachineCodec
{
    public static readonly IJournalCodec<MachineState, MachineEvent> Instance = new JsonJournalCodec<MachineState,
        MachineEvent>(
        null,
        JournalJson.Default.CloneBegun,
        JournalJson.Default.MachineStarted,
        JournalJson.Default.MachineBecameReady,
        JournalJson.Default.MachineOffered,
        JournalJson.Default.OfferWithdrawn,
        JournalJson.Default.MachineConnected,
        JournalJson.Default.MachineSoiled,
        JournalJson.Default.DeletionBegun,
        JournalJson.Default.MachineVanished);
}
