using Orchestrator.Core.Cluster;

namespace Orchestrator.Core.Tokens;

/// <summary>Who shows a token.</summary>
/// <param name="SecretSha256">SHA-256 of the secret that was shown, lower-case hexadecimal.</param>
/// <param name="Node">The name that it wants.</param>
/// <param name="KeySha256">SHA-256 of its public key, lower-case hexadecimal.</param>
public sealed record TokenBearer(string SecretSha256, NodeName Node, string KeySha256);
