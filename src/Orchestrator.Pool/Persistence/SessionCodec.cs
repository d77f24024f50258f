using Orchestrator.Actors.Persistence;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Pool.Persistence;

internal static class SessionCodec
{
    public static readonly IJournalCodec<SessionState, SessionEvent> Instance = new JsonJournalCodec<SessionState,
        SessionEvent>(
        null,
        JournalJson.Default.SessionQueued,
        JournalJson.Default.SessionOffered,
        JournalJson.Default.OfferLost,
        JournalJson.Default.SessionConnected,
        JournalJson.Default.SessionEnded,
        JournalJson.Default.MachineProvedGone);
}
