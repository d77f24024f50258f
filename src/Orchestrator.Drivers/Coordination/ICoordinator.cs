using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Drivers.Coordination;

/// <summary>
/// What the nodes of a branch know of each other and agree on. Every failure is a <see cref="CoordinationException"/>
/// whose <see cref="CoordinationFault"/> says who failed; cancellation stays <see cref="OperationCanceledException"/>.
/// Disposing is a crash: nothing is said to anybody, the lease runs out.
/// </summary>
/// <remarks>
/// The contract, by number; the contract suite names these numbers:
/// <list type="number">
/// <item>After <see cref="AnnounceAsync"/> returned, <see cref="HoldsLease"/> holds, and every node's snapshots come to
/// show the announcement. Repeating it changes what they show.</item>
/// <item>A snapshot that is reported is a successor of the one reported before, and is the one that
/// <see cref="Snapshot"/> shows. Nothing is reported twice.</item>
/// <item>A command to a member has the outcome that the rules of <see cref="Member"/> give for the state in the store;
/// a refusal is a value and changes nothing.</item>
/// <item>A pool is defined, changed or removed only by who names the revision that the store has, else
/// <see cref="CoordinationFault.Conflict"/>.</item>
/// <item>Of all nodes that campaign, exactly one is coordinator; all of them learn which. Campaigning again as
/// coordinator gives the same term.</item>
/// <item>A plan is written only in the term that runs, else <see cref="CoordinationFault.Fenced"/>; and only over the
/// plan that was seen, else <see cref="CoordinationFault.Conflict"/>.</item>
/// <item>A shard has one owner. Who owns it later has a higher epoch.</item>
/// <item>Without a lease every write fails with <see cref="CoordinationFault.Fenced"/>.</item>
/// <item>A node that withdraws or dies becomes unreachable in every snapshot, and what it owned is free.</item>
/// <item>A node that cannot reach the store loses its lease by its own clock, at the latest when others may take over;
/// <see cref="LeaseLost"/> is reported once.</item>
/// <item>While the store has no quorum, calls fail with <see cref="CoordinationFault.NoQuorum"/>,
/// <see cref="CoordinationFault.Unreachable"/> or <see cref="CoordinationFault.Overdue"/>, never hang; once it has one
/// again, snapshots follow without anybody's doing.</item>
/// <item>A snapshot misses nothing that the store forgot meanwhile: after its history is compacted, the state is read
/// anew.</item>
/// <item>A node's name that another server uses is refused with <see cref="CoordinationFault.NameTaken"/>; the same
/// server started again takes its name over at once.</item>
/// <item>A record that is larger than the limit fails with <see cref="CoordinationFault.TooLarge"/> and writes
/// nothing.</item>
/// <item>A member that can be reached is not downed: the command is refused, by what the store holds at the moment of
/// the write.</item>
/// <item>A session that joins a line stands behind all that a snapshot showed before; joining again keeps its place. It
/// is gone once it has left, and when its node has lost its lease.</item>
/// </list>
/// A branch of one node without a store keeps 1 to 8 and 14; it cannot be lost, so the others do not arise.
/// </remarks>
public interface ICoordinator : IAsyncDisposable
{
    /// <summary>Sessions that one change of a line names at most; etcd bears 128 operations in a transaction.</summary>
    public const int LineChangesMax = 64;

    /// <summary>This node.</summary>
    NodeName Node { get; }

    /// <summary>The branch as seen last; <see cref="ClusterSnapshot.None"/> before anything was.</summary>
    ClusterSnapshot Snapshot { get; }

    /// <summary>Whether this node may act for the branch now. Reckoned at the moment of asking, so that it is true of a
    /// process that was paused.</summary>
    bool HoldsLease { get; }

    /// <summary>Calls <paramref name="observer"/> for every event from now on, one at a time, on a thread of the
    /// driver; it must not block.</summary>
    IDisposable Subscribe(Action<CoordinationEvent> observer);

    /// <summary>Says what this node is, under a lease that is kept alive from then on. After <see cref="LeaseLost"/>
    /// this takes a new lease; what was owned under the old one has to be claimed anew.</summary>
    Task AnnounceAsync(NodeAnnouncement announcement, CancellationToken cancellation);

    /// <summary>Gives the lease back: the node is unreachable at once, and nothing is its own any more.</summary>
    Task WithdrawAsync(CancellationToken cancellation);

    /// <summary>Tells a member something.</summary>
    /// <param name="node">The member; it need not be reachable, nor known yet.</param>
    /// <param name="command">What it is told.</param>
    /// <param name="seenRevision">The <see cref="BranchMember.StateRevision"/> that the command is meant for (0: none);
    /// another fails with <see cref="CoordinationFault.Conflict"/>. Null: whatever it is.</param>
    /// <param name="cancellation">Ends the wait; the write may become true.</param>
    Task<MemberChange> ChangeMemberAsync(
        NodeName node, MemberCommand command, long? seenRevision, CancellationToken cancellation);

    /// <summary>Defines a pool, or changes its definition.</summary>
    /// <param name="pool">The definition.</param>
    /// <param name="seenRevision"><see cref="BranchPool.Revision"/> as seen; 0: it must not exist.</param>
    /// <param name="cancellation">Ends the wait; the write may become true.</param>
    Task DefinePoolAsync(PoolDefinition pool, long seenRevision, CancellationToken cancellation);

    Task RemovePoolAsync(PoolName pool, long seenRevision, CancellationToken cancellation);

    /// <summary>Becomes coordinator unless somebody is.</summary>
    /// <returns>The term that runs: this node's or another's.</returns>
    Task<CoordinatorTerm> CampaignAsync(CancellationToken cancellation);

    /// <summary>Ends this node's term; one that is over already is no fault.</summary>
    Task ResignAsync(CoordinatorTerm term, CancellationToken cancellation);

    /// <summary>Replaces the plan.</summary>
    /// <param name="term">This node's own term.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="seenRevision"><see cref="ClusterSnapshot.PlanRevision"/> as seen.</param>
    /// <param name="cancellation">Ends the wait; the write may become true.</param>
    /// <returns>The plan's revision.</returns>
    Task<long> WritePlanAsync(
        CoordinatorTerm term, SlotPlan plan, long seenRevision, CancellationToken cancellation);

    /// <summary>Becomes the shard's owner unless somebody is.</summary>
    /// <returns>The ownership that runs: this node's or another's.</returns>
    Task<ShardClaim> ClaimShardAsync(ShardId shard, CancellationToken cancellation);

    /// <summary>Changes who of this node's sessions waits in a pool's line. Those that join together stand by the time
    /// of their ids.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="joining">Who waits from now on.</param>
    /// <param name="leaving">Who does not any more; one that did not is no fault.</param>
    /// <param name="cancellation">Ends the wait; the write may become true.</param>
    /// <returns>The revision from which on snapshots show it.</returns>
    /// <exception cref="CoordinationException">Also with <see cref="CoordinationFault.TooLarge"/>: more than
    /// <see cref="LineChangesMax"/> of both.</exception>
    Task<long> ChangeLineAsync(
        PoolName pool, IReadOnlyCollection<SessionId> joining, IReadOnlyCollection<SessionId> leaving,
        CancellationToken cancellation);

    /// <summary>Gives a shard back; one that is no longer owned is no fault.</summary>
    Task ReleaseShardAsync(ShardClaim claim, CancellationToken cancellation);
}
