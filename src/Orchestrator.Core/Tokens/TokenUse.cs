using Orchestrator.Core.Cluster;

namespace Orchestrator.Core.Tokens;

/// <summary>A token's one use.</summary>
/// <param name="Node">Who joined.</param>
/// <param name="KeySha256">SHA-256 of its public key, lower-case hexadecimal: only who holds that key may repeat the
/// same request, because the answer to it may have been lost.</param>
/// <param name="At">When.</param>
public sealed record TokenUse(NodeName Node, string KeySha256, DateTimeOffset At);
