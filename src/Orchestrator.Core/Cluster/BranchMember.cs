using System.Diagnostics.CodeAnalysis;
using Orchestrator.Core.Pools;

namespace Orchestrator.Core.Cluster;

/// <summary>A member as a snapshot shows it.</summary>
/// <param name="State">What the branch remembers.</param>
/// <param name="StateRevision">Revision of that; a change of it names the one that it has seen.</param>
/// <param name="Announcement">What it says of itself, or null while it cannot be reached.</param>
public sealed record BranchMember(MemberState State, long StateRevision, NodeAnnouncement? Announcement)
{
    public NodeName Node => State.Node;

    [MemberNotNullWhen(true, nameof(Announcement))]
    public bool IsReachable => Announcement is not null;

    /// <summary>Whether kiosks of other nodes may be served by it now.</summary>
    [MemberNotNullWhen(true, nameof(Announcement))]
    public bool TakesClaims => State.Status == MemberStatus.Up && Announcement is { IsDraining: false };

    /// <summary>Whether an operator has given it up and it has not wiped itself yet: what it still says of its sessions
    /// and machines counts for nothing.</summary>
    public bool IsGivenUp =>
        State is { Status: MemberStatus.Down } or { Status: MemberStatus.Removed, Incarnation: > 0 };

    public int CleanMachines(PoolName pool) => Announcement?.CleanMachines.GetValueOrDefault(pool) ?? 0;
}
