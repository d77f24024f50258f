using Microsoft.Extensions.Logging;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Pool.Pools;

internal sealed partial class PoolActor
{
    private static partial class Log
    {
        [LoggerMessage(5301, LogLevel.Information, "pool {PoolName}: clones stand on {DiskPath}, sha256 {Sha256}")]
        public static partial void GoldenImage(ILogger logger, PoolName poolName, string diskPath, string sha256);

        [LoggerMessage(5302, LogLevel.Warning, "pool {PoolName}: cleared by an operator")]
        public static partial void Clearing(ILogger logger, PoolName poolName);

        [LoggerMessage(5303, LogLevel.Error, "session {SessionId}: its actor failed too often and was given up")]
        public static partial void SessionLost(ILogger logger, SessionId sessionId);

        [LoggerMessage(5304, LogLevel.Warning, "stream {Stream} could not be deleted: {Detail}")]
        public static partial void StreamKept(ILogger logger, string stream, string detail);

        [LoggerMessage(5305, LogLevel.Information, "pool {PoolName}: an operator gave it {Size} slots")]
        public static partial void Resized(ILogger logger, PoolName poolName, int size);

        [LoggerMessage(5308, LogLevel.Information, "pool {PoolName}: whom it takes in is now: {Admission}")]
        public static partial void Admits(ILogger logger, PoolName poolName, Admission admission);

        [LoggerMessage(5306, LogLevel.Debug, "session {SessionId} is to have machine {MachineId}")]
        public static partial void Given(ILogger logger, SessionId sessionId, MachineName machineId);

        [LoggerMessage(5307, LogLevel.Information, "session {SessionId} waits again: machine {MachineId} is lost")]
        public static partial void WaitsAgain(ILogger logger, SessionId sessionId, MachineName machineId);
    }
}
