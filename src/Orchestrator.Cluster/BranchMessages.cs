using Orchestrator.Actors;
using Orchestrator.Core.Cluster;
using Orchestrator.Drivers.Coordination;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Cluster;

/// <summary>What the branch's actor receives.</summary>
public abstract record BranchMessage;

/// <summary>Something of the coordination's own accord.</summary>
public sealed record CoordinationReported(CoordinationEvent Event) : BranchMessage;

public sealed record GetBranch(IReplyTo<ClusterSnapshot> ReplyTo) : BranchMessage;

internal sealed record LookDue : BranchMessage;

internal sealed record PoolsSeen(IReadOnlyList<PoolSnapshot> Pools) : BranchMessage;

internal sealed record PoolsUnseen(Exception Error) : BranchMessage;

internal sealed record StepDone(NodeStep Step) : BranchMessage;

internal sealed record StepFailed(NodeStep Step, Exception Error) : BranchMessage;

internal sealed record SlotsOrdered(OperatorAnswer Answer) : BranchMessage;

internal sealed record SlotsNotOrdered(Exception Error) : BranchMessage;
