using Microsoft.Extensions.Logging;
using Orchestrator.Core.Machines;

namespace Orchestrator.Pool.Machines;

internal sealed partial class MachineActor
{
    private static partial class Log
    {
        [LoggerMessage(5000, LogLevel.Information, "machine {MachineName} is {State}")]
        public static partial void Changed(ILogger logger, MachineName machineName, string state);

        [LoggerMessage(5001, LogLevel.Warning, "machine {MachineName} failed: {Detail}")]
        public static partial void Failed(ILogger logger, MachineName machineName, string detail);

        [LoggerMessage(5002, LogLevel.Debug, "{Refusal}")]
        public static partial void Refused(ILogger logger, string refusal);

        [LoggerMessage(5003, LogLevel.Error,
            "machine {MachineName}: client {Client} passed the console's authentication while nobody was offered it; "
            + "it is replaced")]
        public static partial void Tampered(ILogger logger, MachineName machineName, string client);
    }
}
