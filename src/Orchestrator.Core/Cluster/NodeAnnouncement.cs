using Orchestrator.Core.Pools;

namespace Orchestrator.Core.Cluster;

/// <summary>What a node says of itself while it lives; it vanishes with the node's lease.</summary>
/// <param name="Address">Where the other nodes reach it, <c>host:port</c>.</param>
/// <param name="Version">Version of its daemon.</param>
/// <param name="Capacity">What it offers to machines.</param>
public sealed record NodeAnnouncement(string Address, string Version, NodeCapacity Capacity)
{
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>SHA-256 of the golden images that it has, lower-case hexadecimal.</summary>
    public IReadOnlyList<string> GoldenImages { get; init; } = [];

    /// <summary>Free clean machines of each pool. A hint for the order of claims: the owner's journal
    /// decides.</summary>
    public IReadOnlyDictionary<PoolName, int> CleanMachines { get; init; } = new Dictionary<PoolName, int>();

    /// <summary>Machines that it holds, whatever their state.</summary>
    public int Machines { get; init; }

    /// <summary>Sessions that it still has to see to their end: those of its kiosks, and those of others on its
    /// machines. Kiosks that wait have none yet.</summary>
    public int Sessions { get; init; }

    /// <summary>It takes no new sessions.</summary>
    public bool IsDraining { get; init; }

    /// <summary>Whether nobody would learn anything new from it.</summary>
    public bool SaysTheSameAs(NodeAnnouncement other) =>
        (Address, Version, Capacity, IsDraining) == (other.Address, other.Version, other.Capacity, other.IsDraining)
        && (Machines, Sessions) == (other.Machines, other.Sessions)
        && Roles.SequenceEqual(other.Roles)
        && GoldenImages.SequenceEqual(other.GoldenImages)
        && CleanMachines.Count == other.CleanMachines.Count
        && CleanMachines.All(pool =>
            other.CleanMachines.TryGetValue(pool.Key, out var clean) && clean == pool.Value);
}
