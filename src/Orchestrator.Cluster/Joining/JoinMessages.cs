using System.Text.Json.Serialization;

namespace Orchestrator.Cluster.Joining;

/// <summary>
/// What a server that wants to become a node and a node say to each other, version 1 (agreed on in the TLS handshake,
/// in which the server shows no certificate, because it has none yet). The node speaks first; the server answers only
/// if the authority is the one that its token names.
/// </summary>
[JsonDerivedType(typeof(JoinOffer), "offer")]
[JsonDerivedType(typeof(JoinRequest), "request")]
[JsonDerivedType(typeof(JoinDeclined), "declined")]
[JsonDerivedType(typeof(JoinAccepted), "accepted")]
[JsonDerivedType(typeof(JoinRefused), "refused")]
public abstract record JoinMessage;

/// <summary>Who the node says that it is of. Nothing in it is secret.</summary>
/// <param name="AuthorityPem">The branch's authority.</param>
/// <param name="Signs">Whether this node signs for new ones.</param>
/// <param name="Signers">Addresses of the nodes that do, <c>host:port</c>.</param>
public sealed record JoinOffer(string AuthorityPem, bool Signs, IReadOnlyList<string> Signers) : JoinMessage;

/// <summary>The server wants to become a node. Repeated with the same key, it is the same request.</summary>
/// <param name="Token">The token's id.</param>
/// <param name="Secret">Its secret, base64 for URLs.</param>
/// <param name="Node">The name that it wants.</param>
/// <param name="Address">Where the other nodes will reach it, <c>host:port</c>.</param>
/// <param name="SigningRequest">PKCS #10, signed by its key.</param>
public sealed record JoinRequest(string Token, string Secret, string Node, string Address, byte[] SigningRequest)
    : JoinMessage
{
    private const int WrittenMax = 80;

    /// <summary>Without the secret, and fit for a log whatever it holds.</summary>
    public override string ToString() => $"{Written(Node)} at {Written(Address)} with token {Written(Token)}";

    private static string Written(string text) =>
        string.Concat(text.Take(WrittenMax).Select(character => char.IsControl(character) ? '?' : character));
}

/// <summary>The server's token is of another branch, and it asks for nothing. Its secret stays with it.</summary>
/// <param name="Token">The token's id.</param>
public sealed record JoinDeclined(string Token) : JoinMessage;

/// <summary>The server is a node now.</summary>
/// <param name="CertificatePem">Its certificate.</param>
/// <param name="Settings">The branch's settings that all nodes share, as YAML.</param>
/// <param name="Images">Golden images that it needs.</param>
/// <param name="Peers">Nodes that it can reach now.</param>
public sealed record JoinAccepted(
    string CertificatePem, string Settings, IReadOnlyList<JoinImage> Images, IReadOnlyList<JoinPeer> Peers)
    : JoinMessage;

/// <summary>A golden image.</summary>
/// <param name="Name">Name of its domain.</param>
/// <param name="Sha256">SHA-256 of its disk, lower-case hexadecimal.</param>
public sealed record JoinImage(string Name, string Sha256);

/// <summary>A node.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Address">Where it is reached.</param>
/// <param name="Images">SHA-256 of the golden images that it has.</param>
public sealed record JoinPeer(string Node, string Address, IReadOnlyList<string> Images);

/// <summary>The server does not become a node.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Message">The same for a person, and what to do.</param>
public sealed record JoinRefused(JoinRefusal Reason, string Message) : JoinMessage;
