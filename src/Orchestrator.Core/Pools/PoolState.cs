using Orchestrator.Core.Machines;

namespace Orchestrator.Core.Pools;

/// <summary>What a pool remembers across restarts.</summary>
/// <param name="Name">The pool.</param>
/// <param name="GoldenImage">The golden disk as it was at the first clone, or null before it.</param>
public sealed record PoolState(PoolName Name, GoldenImageIdentity? GoldenImage = null)
{
    public static PoolState Apply(PoolState state, PoolEvent @event) => @event switch
    {
        GoldenImageRecorded recorded => state with { GoldenImage = recorded.Identity },
        GoldenImageForgotten => state with { GoldenImage = null },
        _ => throw Invariant.Impossible(state, @event),
    };
}
