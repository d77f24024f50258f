using System.Collections.Immutable;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Proofs;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Drivers.Hypervisor;

namespace Orchestrator.Pool.Pools;

/// <summary>What the janitor's actor receives.</summary>
internal abstract record JanitorMessage;

internal sealed record SweepDue : JanitorMessage;

internal sealed record WorldSeen(
    HypervisorInventory Inventory, IReadOnlySet<MachineName> Journaled, IReadOnlyCollection<ConsoleGrant> Grants)
    : JanitorMessage;

internal sealed record OwnersSeen(WorldSeen World, PoolOwners Owners) : JanitorMessage;

internal sealed record Swept(ImmutableHashSet<Difference> Differences, int Removed, IReadOnlyList<Difference> Left)
    : JanitorMessage;

internal sealed record SweepFailed(Exception Error) : JanitorMessage;
