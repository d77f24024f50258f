using Orchestrator.Cluster.Links;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Sessions;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Cluster.Claims;

/// <content>What becomes of sessions that are shared with a node which an operator has given up. It may still live, cut
/// off from the branch's store alone, so that nothing that it says is waited for.</content>
internal sealed partial class NeighboursActor
{
    private void GiveUpTheDowned()
    {
        foreach (var node in coordinator.Snapshot.Members.GivenUp)
        {
            EndGuestsOf(node);
            EndHeldOf(node);
            SettleEndedOf(node);
        }
    }

    /// <summary>Its kiosks are gone for this node, and what they used is used.</summary>
    private void EndGuestsOf(NodeName node) => ToGuestsOf(node, new EndNow(SessionEndReason.ServerLeft));

    /// <summary>Kiosks of this node that had been offered a machine there wait for another one; those that used one
    /// have lost it.</summary>
    private void EndHeldOf(NodeName node)
    {
        foreach (var held in _held.Values.Where(held =>
            held.Owner == node && held is { IsEnded: false, IsGivenUp: false }).ToList())
        {
            held.IsGivenUp = true;
            held.IsEnded = !held.IsTouched;
            ToSession(held, new MachineLost(held.Machine, $"node {node} was given up"));
        }
    }

    /// <summary>A node that may never answer again owes no proof: should it return, it deletes all its machines before
    /// it joins.</summary>
    private void SettleEndedOf(NodeName node)
    {
        if (OwnerOf(node).Link is not null)
        {
            return;
        }

        foreach (var held in _held.Values.Where(held => held.Owner == node && held.IsEnded).ToList())
        {
            OnGone(node, new ClaimGone(held.Session, held.Machine));
        }
    }
}
