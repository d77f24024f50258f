using Orchestrator.Core.Machines;

namespace Orchestrator.Core.Pools;

/// <summary>What a pool remembers across restarts.</summary>
/// <param name="Name">The pool.</param>
/// <param name="GoldenImage">The golden disk as it was at the first clone, or null before it.</param>
/// <param name="Resize">An operator's word about the size, or null.</param>
public sealed record PoolState(PoolName Name, GoldenImageIdentity? GoldenImage = null, PoolResized? Resize = null)
{
    /// <summary>Slots that the pool should have: whoever spoke last, the operator or the configuration.</summary>
    /// <param name="configured">The configuration's size.</param>
    public int SizeOf(int configured) =>
        Resize is { } resize && resize.ConfiguredSize == configured ? resize.Size : configured;

    public static PoolState Apply(PoolState state, PoolEvent @event) => @event switch
    {
        GoldenImageRecorded recorded => state with { GoldenImage = recorded.Identity },
        GoldenImageForgotten => state with { GoldenImage = null },
        PoolResized resized => state with { Resize = resized },
        _ => throw Invariant.Impossible(state, @event),
    };
}
