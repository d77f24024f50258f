namespace Orchestrator.Contracts;

/// <summary>A node of a branch at one moment.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Status"><c>joining</c>, <c>up</c>, <c>leaving</c>, <c>exiting</c>, <c>down</c> or
/// <c>removed</c>.</param>
/// <param name="IsReachable">Whether it was heard of lately. What follows is null or empty when it was not, but the
/// plan.</param>
/// <param name="Address">Where other nodes reach it, <c>host:port</c>, or null.</param>
/// <param name="Version">Version of its daemon, or null.</param>
/// <param name="Roles">Its roles.</param>
/// <param name="CleanMachines">Free clean machines, by pool.</param>
/// <param name="PlannedSlots">Slots that the plan gives it, by pool.</param>
public sealed record ClusterMember(
    string Node,
    string Status,
    bool IsReachable,
    string? Address,
    string? Version,
    IReadOnlyList<string> Roles,
    IReadOnlyDictionary<string, int> CleanMachines,
    IReadOnlyDictionary<string, int> PlannedSlots)
{
    /// <summary>Machines that it holds, whatever their state.</summary>
    public int Machines { get; init; }

    /// <summary>Sessions that it still has to see to their end.</summary>
    public int Sessions { get; init; }

    /// <summary>How long its sessions may still run while it leaves, from when it heard of it; null: to their
    /// end.</summary>
    public double? LeaveWithinSeconds { get; init; }
}
