using System.Security.Cryptography.X509Certificates;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Tokens;
using Orchestrator.Enrolment;

namespace Orchestrator.Cluster.Joining;

/// <summary>A request to join that makes sense.</summary>
/// <param name="Id">The token that is shown.</param>
/// <param name="Bearer">Who shows it.</param>
/// <param name="Address">Where the others will reach it.</param>
/// <param name="Key">Its public key.</param>
internal sealed record Applicant(TokenId Id, TokenBearer Bearer, NodeAddress Address, PublicKey Key)
{
    public NodeName Node => Bearer.Node;

    /// <returns>Null: it makes none.</returns>
    public static Applicant? Of(JoinRequest request) =>
        TokenId.TryParse(request.Token, out var id)
        && NodeName.TryParse(request.Node, out var node)
        && NodeAddress.TryParse(request.Address, out var address)
        && NodeKey.PublicKeyOf(request.SigningRequest) is { } key
            ? new Applicant(
                id,
                new TokenBearer(JoinToken.Sha256OfSecret(request.Secret), node, NodeKey.Sha256Of(key)),
                address,
                key)
            : null;
}
