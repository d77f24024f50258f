using Microsoft.Extensions.Logging;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Cluster.Claims;

internal sealed partial class NeighboursActor
{
    private static partial class Log
    {
        [LoggerMessage(9200, LogLevel.Information, "node {NodeName} is linked")]
        public static partial void Linked(ILogger logger, NodeName nodeName);

        [LoggerMessage(9201, LogLevel.Warning, "the link to node {NodeName} ended")]
        public static partial void Unlinked(ILogger logger, NodeName nodeName);

        [LoggerMessage(9202, LogLevel.Debug, "node {NodeName} could not be called: {Detail}")]
        public static partial void NotLinked(ILogger logger, NodeName nodeName, string detail);

        [LoggerMessage(9203, LogLevel.Warning,
            "node {NodeName} did not answer the claim of session {SessionId} in time; the next is asked")]
        public static partial void Overdue(ILogger logger, NodeName nodeName, SessionId sessionId);

        [LoggerMessage(9204, LogLevel.Information,
            "machine {MachineId} is kept for session {SessionId} of node {NodeName}")]
        public static partial void Lent(
            ILogger logger, MachineName machineId, NodeName nodeName, SessionId sessionId);

        [LoggerMessage(9205, LogLevel.Warning,
            "node {NodeName} is silent; its sessions end when their consoles are closed")]
        public static partial void EntryGone(ILogger logger, NodeName nodeName);
    }
}
