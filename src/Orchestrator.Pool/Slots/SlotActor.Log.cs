using Microsoft.Extensions.Logging;
using Orchestrator.Core.Slots;

namespace Orchestrator.Pool.Slots;

internal sealed partial class SlotActor
{
    private static partial class Log
    {
        [LoggerMessage(5200, LogLevel.Error, "slot {SlotId} is quarantined: {Detail}")]
        public static partial void Quarantined(ILogger logger, SlotId slotId, string? detail);

        [LoggerMessage(5201, LogLevel.Debug, "{Refusal}")]
        public static partial void Refused(ILogger logger, string refusal);
    }
}
