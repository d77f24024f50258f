using Orchestrator.Core.Machines;
using Orchestrator.Drivers.Hypervisor;

namespace Orchestrator.Pool.Pools;

/// <summary>What the janitor's actor receives.</summary>
internal abstract record JanitorMessage;

internal sealed record SweepDue : JanitorMessage;

internal sealed record InventorySeen(HypervisorInventory Inventory) : JanitorMessage;

internal sealed record OwnersSeen(IReadOnlyList<MachineName> Existing, IReadOnlySet<MachineName> Owned)
    : JanitorMessage;

internal sealed record Swept(int Found, int Left) : JanitorMessage;

internal sealed record SweepFailed(Exception Error) : JanitorMessage;
