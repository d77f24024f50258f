using Microsoft.Extensions.Logging;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Pool.Sessions;

internal sealed partial class SessionActor
{
    private static partial class Log
    {
        [LoggerMessage(5100, LogLevel.Information, "session {SessionId} of kiosk {Kiosk} is {State}")]
        public static partial void Changed(ILogger logger, SessionId sessionId, KioskAddress kiosk, string state);

        [LoggerMessage(5101, LogLevel.Information, "session {SessionId} of kiosk {Kiosk} ended: {Reason}")]
        public static partial void Ended(ILogger logger, SessionId sessionId, KioskAddress kiosk,
            SessionEndReason reason);

        [LoggerMessage(5102, LogLevel.Error, "session {SessionId}: its console path could not be opened: {Detail}")]
        public static partial void PathFailed(ILogger logger, SessionId sessionId, string detail);

        [LoggerMessage(5103, LogLevel.Debug, "{Refusal}")]
        public static partial void Refused(ILogger logger, string refusal);
    }
}
