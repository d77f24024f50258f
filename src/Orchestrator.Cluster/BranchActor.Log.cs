using Microsoft.Extensions.Logging;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;

namespace Orchestrator.Cluster;

internal sealed partial class BranchActor
{
    private static partial class Log
    {
        [LoggerMessage(9000, LogLevel.Information, "node {NodeName} is {Status} in its branch")]
        public static partial void StatusChanged(ILogger logger, NodeName nodeName, MemberStatus status);

        [LoggerMessage(9001, LogLevel.Warning, "node {NodeName} has no lease of the branch any more: {Detail}")]
        public static partial void LeaseLost(ILogger logger, NodeName nodeName, string detail);

        [LoggerMessage(9002, LogLevel.Warning, "the branch's store cannot be followed, the last plan holds: {Detail}")]
        public static partial void StoreLost(ILogger logger, string detail);

        [LoggerMessage(9003, LogLevel.Information, "the branch's store can be followed again")]
        public static partial void StoreReturned(ILogger logger);

        [LoggerMessage(9004, LogLevel.Information, "the branch's plan is now: {Plan}")]
        public static partial void Planned(ILogger logger, SlotPlan plan);

        [LoggerMessage(9005, LogLevel.Warning, "node {NodeName} has ended its sessions and deleted its machines")]
        public static partial void Wiped(ILogger logger, NodeName nodeName);

        [LoggerMessage(9006, LogLevel.Warning, "the node's part in the branch waits, and is tried again: {Detail}")]
        public static partial void Failed(ILogger logger, string detail);

        [LoggerMessage(9007, LogLevel.Warning, "pool {PoolName} has {Size} slots over the branch; the {ConfiguredSize} "
            + "of this node's file held at its beginning only: pbm pool resize changes it")]
        public static partial void OtherSize(ILogger logger, PoolName poolName, int size, int configuredSize);
    }
}
