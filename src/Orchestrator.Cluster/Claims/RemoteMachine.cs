using Orchestrator.Actors;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;
using Orchestrator.Pool.Machines;

namespace Orchestrator.Cluster.Claims;

/// <summary>A machine of another node, for the session that has it: whatever it is told goes to its node.</summary>
internal sealed class RemoteMachine(
    IActorRef<NeighbourMessage> neighbours, NodeName owner, SessionId session, MachineName machine)
    : IActorRef<MachineMessage>
{
    public string Path => $"{neighbours.Path}/{owner}/{machine}";

    public bool IsTerminated => neighbours.IsTerminated;

    public bool Tell(MachineMessage message) => neighbours.Tell(new MachineTold(owner, machine, session, message));
}
