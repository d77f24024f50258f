using System.Net;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Tokens;
using Orchestrator.Drivers.Coordination;
using Orchestrator.Enrolment;

namespace Orchestrator.Cluster.Joining;

/// <summary>Responsible for who becomes a node: whoever shows a token that holds, under a name that is free. What it
/// signs, the branch's store knows before.</summary>
/// <param name="branch">What the node knows of its branch.</param>
/// <param name="authority">The authority with its key, or null: another node signs.</param>
/// <param name="record">Where every request is recorded.</param>
/// <param name="time">The clock that tokens expire by.</param>
/// <param name="log">The log.</param>
public sealed partial class JoinOffice(
    BranchForJoins branch, BranchAuthority? authority, IJoinRecord record, TimeProvider time, ILogger<JoinOffice> log)
    : IJoinOffice
{
    /// <summary>The role that a node announces which signs for new ones.</summary>
    public const string SignerRole = "authority";

    public JoinOffer Offer() => new(branch.AuthorityPem, authority is not null, [.. Signers()]);

    public async Task<JoinMessage> AdmitAsync(JoinRequest request, EndPoint? remote, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (Applicant.Of(request) is not { } applicant)
        {
            return new JoinRefused(
                JoinRefusal.Malformed,
                "the request is none: the name must be a node's, the address host:port, the key ECDSA on P-256");
        }

        Action<JoinRefusal?> done;
        try
        {
            done = record.Begin(
                $"{remote}", $"join as {applicant.Node} at {applicant.Address} by token {applicant.Id}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new JoinRefused(
                JoinRefusal.Unavailable, $"nobody joins while it cannot be recorded: {error.Message}");
        }

        var answer = await DecideAsync(applicant, cancellation).ConfigureAwait(false);
        done((answer as JoinRefused)?.Reason);
        return answer;
    }

    public void RecordForeign(JoinDeclined declined, EndPoint? remote)
    {
        ArgumentNullException.ThrowIfNull(declined);
        var token = TokenId.TryParse(declined.Token, out var id) ? id.Value : "of no valid id";
        try
        {
            record.Begin($"{remote}", $"join by token {token} of another branch")(JoinRefusal.TokenForeign);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.Unrecorded(log, remote, error.Message);
        }
    }

    private async Task<JoinMessage> DecideAsync(Applicant applicant, CancellationToken cancellation)
    {
        if (authority is null)
        {
            return new JoinRefused(JoinRefusal.SignedElsewhere, Elsewhere(Signers()));
        }

        try
        {
            var now = time.GetUtcNow();
            var known = await branch.Tokens.ListAsync(cancellation).ConfigureAwait(false);
            var token = known.FirstOrDefault(one => one.Id == applicant.Id);
            var verdict = TokenRules.Judge(token, applicant.Bearer, now);

            // Only who shows a token that holds hears of the branch's names; a name that is taken costs no token.
            if (verdict == TokenVerdict.Accepted && IsTaken(applicant.Node))
            {
                return new JoinRefused(
                    JoinRefusal.NameTaken,
                    $"node {applicant.Node} is in the branch: take another name, or, if that server will not come "
                        + $"back, give it up first: pbm cluster down {applicant.Node}");
            }

            verdict = verdict == TokenVerdict.Accepted
                ? await branch.Tokens.UseAsync(applicant.Id, applicant.Bearer, now, cancellation).ConfigureAwait(false)
                : verdict;
            return verdict == TokenVerdict.Accepted ? Accept(applicant, now) : Refuse(verdict, token);
        }
        catch (CoordinationException error)
        {
            return new JoinRefused(
                JoinRefusal.Unavailable, $"the branch's store cannot be asked, try again: {error.Message}");
        }
    }

    private JoinAccepted Accept(Applicant applicant, DateTimeOffset now)
    {
        using var certificate = authority!.Issue(applicant.Key, applicant.Node, applicant.Address.Host, now);
        Log.Signed(log, applicant.Node, applicant.Id, certificate.SerialNumber);
        var seen = branch.Snapshot();
        return new JoinAccepted(
            certificate.ExportCertificatePem(),
            branch.Settings(applicant.Address),
            [
                .. seen.Pools.Values.Select(pool => pool.Definition)
                    .Select(pool => new JoinImage(pool.GoldenImage, pool.GoldenImageSha256)).Distinct()
                    .OrderBy(image => image.Name, StringComparer.Ordinal),
            ],
            [
                .. seen.Members.Values.Where(member => member.TakesClaims)
                    .Select(member => new JoinPeer(
                        member.Node.Value, member.Announcement!.Address, member.Announcement.GoldenImages)),
            ]);
    }

    private bool IsTaken(NodeName node) => branch.Snapshot().Find(node) is { } member
        && (member.IsReachable || member.State.Status is not (MemberStatus.Removed or MemberStatus.Down));

    private IEnumerable<string> Signers() => branch.Snapshot().Members.Values
        .Where(member => member.Announcement?.Roles.Contains(SignerRole) == true)
        .Select(member => member.Announcement!.Address);

    private static string Elsewhere(IEnumerable<string> signers) => signers.ToList() is { Count: > 0 } list
        ? $"this node does not hold the branch authority's key; ask {string.Join(" or ", list)}"
        : "this node does not hold the branch authority's key, and no node that does can be reached now";

    private static JoinRefused Refuse(TokenVerdict verdict, TokenState? token) => verdict switch
    {
        TokenVerdict.Revoked => new(JoinRefusal.TokenRevoked, $"the token was revoked; {Anew}"),
        TokenVerdict.Expired => new(
            JoinRefusal.TokenExpired, $"the token expired at {token!.ExpiresAt:yyyy-MM-ddTHH:mm:ssZ}; {Anew}"),
        TokenVerdict.Used => new(JoinRefusal.TokenUsed, $"the token was used by another server; {Anew}"),
        _ => new(JoinRefusal.TokenUnknown, $"the branch knows no such token; {Anew}"),
    };

    private const string Anew = "make a new one on a node that signs: pbm cluster token create --ttl 1h";

    private static partial class Log
    {
        [LoggerMessage(9112, LogLevel.Information,
            "node {NodeName} got a certificate by token {Token}, serial number {Serial}")]
        public static partial void Signed(ILogger logger, NodeName nodeName, TokenId token, string serial);

        [LoggerMessage(9113, LogLevel.Warning,
            "{Remote} came with a token of another branch, which could not be recorded: {Detail}")]
        public static partial void Unrecorded(ILogger logger, EndPoint? remote, string detail);
    }
}
