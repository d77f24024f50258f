using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Cluster.Lines;

internal abstract record LineMessage;

/// <summary>Who of this node waits for a machine of the pool now, the oldest first.</summary>
internal sealed record LineIs(PoolName Pool, IReadOnlyList<SessionId> Waiting) : LineMessage;

/// <summary>The branch has changed, or the node can write to its store again.</summary>
internal sealed record LineLook : LineMessage;

internal sealed record LineWritten(long Revision) : LineMessage;

internal sealed record LineNotWritten(Exception Error) : LineMessage;
