using Orchestrator.Actors;
using Orchestrator.Core.Machines;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Pool.Pools;

/// <summary>A session of another node that has a machine of this pool, or was sent to it just now.</summary>
internal sealed record GuestEntry(SessionClaim Claim, MachineName Machine, IActorRef<SessionMessage> Actor);
