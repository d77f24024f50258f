using Orchestrator.Actors.Persistence;
using Orchestrator.Core.Alarms;

namespace Orchestrator.Pool.Persistence;

internal static class AlarmCodec
{
    public static readonly IJournalCodec<AlarmBoardState, AlarmEvent> Instance =
        new JsonJournalCodec<AlarmBoardState, AlarmEvent>(
            JournalJson.Default.AlarmBoardState,
            JournalJson.Default.AlarmRaised,
            JournalJson.Default.AlarmCauseChanged,
            JournalJson.Default.AlarmCleared);
}
