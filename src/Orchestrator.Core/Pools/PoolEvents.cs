using Orchestrator.Core.Machines;

namespace Orchestrator.Core.Pools;

/// <summary>What happened to a pool; journaled.</summary>
public abstract record PoolEvent;

/// <summary>The pool's overlays stand on this disk from now on.</summary>
public sealed record GoldenImageRecorded(GoldenImageIdentity Identity) : PoolEvent;

/// <summary>An operator gave the pool another size.</summary>
/// <param name="Size">Slots from now on.</param>
/// <param name="ConfiguredSize">The configuration's size at that time; once it says another, that one holds.</param>
public sealed record PoolResized(int Size, int ConfiguredSize) : PoolEvent;

/// <summary>No overlay stands on the golden disk any more: the next clone may record another one.</summary>
public sealed record GoldenImageForgotten : PoolEvent;
