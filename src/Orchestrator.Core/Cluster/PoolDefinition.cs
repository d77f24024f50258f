using Orchestrator.Core.Pools;

namespace Orchestrator.Core.Cluster;

/// <summary>A pool as the whole branch sees it.</summary>
/// <param name="Name">The pool.</param>
/// <param name="Size">Slots over all nodes.</param>
/// <param name="Machine">What one machine needs.</param>
/// <param name="GoldenImage">Name of the golden domain, the same on each node.</param>
/// <param name="GoldenImageSha256">Its content; only a node that has exactly this may hold slots.</param>
public sealed record PoolDefinition(
    PoolName Name, int Size, MachineSize Machine, string GoldenImage, string GoldenImageSha256);
