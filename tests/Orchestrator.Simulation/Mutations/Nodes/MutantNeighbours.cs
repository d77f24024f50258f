using Orchestrator.Actors;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Simulation.Mutations.Nodes;

/// <summary>Neighbours that tell the pool something else than they should.</summary>
/// <param name="real">The neighbours.</param>
/// <param name="tells">What the pool is told instead.</param>
internal sealed class MutantNeighbours(INeighbours real, Func<PoolMessage, IEnumerable<PoolMessage>> tells)
    : INeighbours
{
    /// <summary>Whether the branch's line counts.</summary>
    public bool SeesOthers { get; init; } = true;

    public IGuestConsoles Consoles => real.Consoles;

    public void Attach(PoolName pool, IActorRef<PoolMessage> actor) => real.Attach(pool, new MutantPool(actor, tells));

    public int FreeOf(PoolName pool) => real.FreeOf(pool);

    public void Line(PoolName pool, IReadOnlyList<SessionId> waiting) => real.Line(pool, waiting);

    public IReadOnlyList<BranchWaiter> OthersBefore(PoolName pool, NodeName? entry, SessionId session) =>
        SeesOthers ? real.OthersBefore(pool, entry, session) : [];

    public void Claim(PoolName pool, SessionClaim claim) => real.Claim(pool, claim);

    public void Discard(NodeName owner, SessionId session, MachineName machine) =>
        real.Discard(owner, session, machine);

    public void Finish(SessionId session) => real.Finish(session);

    private sealed class MutantPool(
        IActorRef<PoolMessage> real, Func<PoolMessage, IEnumerable<PoolMessage>> tells) : IActorRef<PoolMessage>
    {
        public string Path => real.Path;

        public bool IsTerminated => real.IsTerminated;

        public bool Tell(PoolMessage message)
        {
            foreach (var told in tells(message).ToList())
            {
                real.Tell(told);
            }

            return true;
        }
    }
}
