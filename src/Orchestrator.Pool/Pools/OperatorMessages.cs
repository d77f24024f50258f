using Orchestrator.Actors;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Core.Slots;

namespace Orchestrator.Pool.Pools;

/// <summary>Give the pool another size. Slots that nobody uses go first; one in use goes when its session has
/// ended.</summary>
public sealed record ResizePool(int Size, IReplyTo<OperatorAnswer> ReplyTo) : PoolMessage;

/// <summary>Take in other kiosks than before.</summary>
public sealed record AdmitKiosks(Admission Admission, IReplyTo<OperatorAnswer> ReplyTo) : PoolMessage;

/// <summary>End a session; answered when its console path is closed.</summary>
public sealed record EndSessionOf(SessionId Session, IReplyTo<OperatorAnswer> ReplyTo) : PoolMessage;

/// <summary>Take a slot out of service until it is released.</summary>
public sealed record QuarantineSlot(SlotId Slot, string Reason, IReplyTo<OperatorAnswer> ReplyTo) : PoolMessage;

/// <summary>End a slot's quarantine.</summary>
public sealed record ReleaseSlot(SlotId Slot, IReplyTo<OperatorAnswer> ReplyTo) : PoolMessage;
