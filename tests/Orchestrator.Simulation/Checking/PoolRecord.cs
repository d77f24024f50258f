using Orchestrator.Core.Pools;
using Orchestrator.Pool.Persistence;

namespace Orchestrator.Simulation.Checking;

/// <summary>The pool as the journal tells it.</summary>
internal sealed class PoolRecord(string stream, PoolName name)
    : StateMirror<PoolState, PoolEvent>(stream, new PoolState(name), PoolCodec.Instance)
{
    protected override PoolState Apply(PoolState state, PoolEvent @event) => PoolState.Apply(state, @event);

    protected override void OnApplied(PoolState before, PoolEvent @event)
    {
    }
}
