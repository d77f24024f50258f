using System.Collections.Immutable;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Proofs;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Drivers.Hypervisor;

namespace Orchestrator.Pool.Pools;

/// <summary>What the janitor's actor receives.</summary>
internal abstract record JanitorMessage;

internal sealed record SweepDue : JanitorMessage;

/// <summary>The inventory that the pool has started with: the first round's. What differs from one that is not of this
/// moment is looked at again before anything is removed.</summary>
internal sealed record StartSeen(HypervisorInventory Inventory) : JanitorMessage;

/// <param name="BegunAt">Timestamp at which the inventory began, or an earlier one.</param>
/// <param name="Inventory">What the hypervisor has.</param>
/// <param name="Journaled">Machines that the journal has a stream of.</param>
/// <param name="Grants">What is open.</param>
internal sealed record WorldSeen(
    long BegunAt,
    HypervisorInventory Inventory,
    IReadOnlySet<MachineName> Journaled,
    IReadOnlyCollection<ConsoleGrant> Grants)
    : JanitorMessage;

internal sealed record OwnersSeen(WorldSeen World, PoolOwners Owners) : JanitorMessage;

/// <param name="World">What was seen.</param>
/// <param name="Differences">How it differed from what is owned.</param>
/// <param name="Removed">What had no owner and was removed.</param>
/// <param name="Left">What had none and could not be.</param>
internal sealed record Swept(
    WorldSeen World,
    ImmutableHashSet<Difference> Differences,
    IReadOnlyList<Difference> Removed,
    IReadOnlyList<Difference> Left)
    : JanitorMessage;

internal sealed record SweepFailed(Exception Error) : JanitorMessage;
