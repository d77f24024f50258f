using System.Collections.Immutable;
using Orchestrator.Core.Pools;

namespace Orchestrator.Core.Cluster;

/// <summary>
/// The members of a branch in the order of their names, and the few of them that everybody asks for at each change.
/// One that changes costs the logarithm of their number: in a large branch some member changes all the time.
/// </summary>
public sealed class BranchMembers
{
    private static readonly ImmutableSortedSet<NodeName> Empty = ImmutableSortedSet.Create<NodeName>(NodeName.Order);

    private readonly ImmutableSortedDictionary<NodeName, BranchMember> _all;

    private BranchMembers(
        ImmutableSortedDictionary<NodeName, BranchMember> all, ImmutableSortedSet<NodeName> takingClaims,
        ImmutableSortedSet<NodeName> unreachable, ImmutableSortedSet<NodeName> givenUp) =>
        (_all, TakingClaims, Unreachable, GivenUp) = (all, takingClaims, unreachable, givenUp);

    public static BranchMembers Nobody { get; } = new(
        ImmutableSortedDictionary.Create<NodeName, BranchMember>(NodeName.Order), Empty, Empty, Empty);

    /// <summary>Those that <see cref="BranchMember.TakesClaims"/>; the same set while it does not change.</summary>
    public ImmutableSortedSet<NodeName> TakingClaims { get; }

    /// <summary>Those that belong to the branch and cannot be reached.</summary>
    public ImmutableSortedSet<NodeName> Unreachable { get; }

    /// <summary>Those that <see cref="BranchMember.IsGivenUp"/>.</summary>
    public ImmutableSortedSet<NodeName> GivenUp { get; }

    /// <summary>All of them, in the order of their names.</summary>
    public IEnumerable<BranchMember> Values => _all.Values;

    /// <exception cref="KeyNotFoundException">The node is no member.</exception>
    public BranchMember this[NodeName node] => _all[node];

    /// <param name="members">Each node at most once.</param>
    public static BranchMembers Of(params IEnumerable<BranchMember> members) =>
        members.Aggregate(Nobody, (all, member) => all.With(member));

    /// <summary>With this member in the place of what was known of it.</summary>
    public BranchMembers With(BranchMember member) => new(
        _all.SetItem(member.Node, member),
        Mark(TakingClaims, member.Node, member.TakesClaims),
        Mark(Unreachable, member.Node, !member.IsReachable && member.State.Status != MemberStatus.Removed),
        Mark(GivenUp, member.Node, member.IsGivenUp));

    public BranchMembers Without(NodeName node) => new(
        _all.Remove(node), TakingClaims.Remove(node), Unreachable.Remove(node), GivenUp.Remove(node));

    /// <summary>Free clean machines that nodes other than this one announce and would give away.</summary>
    public int CleanMachinesOfOthers(PoolName pool, NodeName own)
    {
        var clean = 0;
        foreach (var node in TakingClaims)
        {
            clean += node == own ? 0 : _all[node].CleanMachines(pool);
        }

        return clean;
    }

    public BranchMember? Find(NodeName node) => _all.GetValueOrDefault(node);

    private static ImmutableSortedSet<NodeName> Mark(ImmutableSortedSet<NodeName> set, NodeName node, bool isIn) =>
        isIn ? set.Add(node) : set.Remove(node);
}
