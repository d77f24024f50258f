using Orchestrator.Coordination.Gateway;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Coordination.Members;

/// <summary>The members that etcd itself consists of; a new one learns first, and votes when it knows
/// everything.</summary>
public sealed class EtcdMembers(EtcdOptions options, TimeProvider time) : IDisposable
{
    /// <summary>What etcd says of a learner that does not know everything yet.</summary>
    private const string NotInSync = "in sync with leader";

    private readonly GatewayCalls _calls = new(options, time);

    public async Task<IReadOnlyList<StoreMember>> ListAsync(CancellationToken cancellation)
    {
        var reply = await _calls.CallAsync(
            "/v3/cluster/member/list", new MemberListRequest(), GatewayJson.Default.MemberListRequest,
            GatewayJson.Default.MembersReply, (reply, _) => reply.Header, isRepeatable: true, cancellation)
            .ConfigureAwait(false);
        return [.. reply.Members.Select(Member)];
    }

    /// <summary>Adds a learner, unless a member with this peer URL is there already.</summary>
    /// <returns>The member.</returns>
    public async Task<StoreMember> EnsureLearnerAsync(Uri peer, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(peer);
        var text = peer.GetLeftPart(UriPartial.Authority);
        var known = await ListAsync(cancellation).ConfigureAwait(false);
        if (known.FirstOrDefault(member => member.PeerUrls.Contains(text)) is { } there)
        {
            return there;
        }

        var reply = await _calls.CallAsync(
            "/v3/cluster/member/add", new MemberAddRequest { PeerUrls = [text], IsLearner = true },
            GatewayJson.Default.MemberAddRequest, GatewayJson.Default.MemberAddReply, (reply, _) => reply.Header,
            isRepeatable: false, cancellation).ConfigureAwait(false);
        return Member(reply.Member ?? throw new CoordinationException(
            CoordinationFault.Failed, "etcd added a member and does not say which"));
    }

    /// <summary>Makes a learner a member that votes.</summary>
    /// <returns>False: it does not know everything yet; try again.</returns>
    public async Task<bool> PromoteAsync(ulong member, CancellationToken cancellation)
    {
        try
        {
            await _calls.CallAsync(
                "/v3/cluster/member/promote", new MemberRequest { Id = member }, GatewayJson.Default.MemberRequest,
                GatewayJson.Default.MembersReply, (reply, _) => reply.Header, isRepeatable: true, cancellation)
                .ConfigureAwait(false);
            return true;
        }
        catch (CoordinationException error)
            when (error.Message.Contains(NotInSync, StringComparison.Ordinal))
        {
            return false;
        }
    }

    public void Dispose() => _calls.Dispose();

    private static StoreMember Member(MemberMessage member) => new(
        member.Id, member.Name, member.PeerUrls, member.ClientUrls, member.IsLearner);
}
