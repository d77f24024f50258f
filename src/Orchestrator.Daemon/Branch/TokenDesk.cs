using Orchestrator.Core.Tokens;
using Orchestrator.Drivers.Coordination;
using Orchestrator.Enrolment;

namespace Orchestrator.Daemon.Branch;

/// <summary>Where the edges hand in orders about join tokens.</summary>
/// <param name="Ledger">The branch's tokens; null: nobody can join, because this server stands alone or has no links
/// to others.</param>
/// <param name="AuthoritySha256">The authority that tokens name.</param>
internal sealed record TokenDesk(ITokenLedger? Ledger, string AuthoritySha256)
{
    public static TokenDesk None { get; } = new(null, string.Empty);

    /// <summary>Makes a token and has it remembered; the text is nowhere but in what it returns.</summary>
    /// <exception cref="CoordinationException">It could not be remembered.</exception>
    public async Task<(JoinToken Token, TokenState State)> CreateAsync(
        ITokenLedger ledger, string caller, TimeSpan life, DateTimeOffset now, CancellationToken cancellation)
    {
        var token = JoinToken.Create(AuthoritySha256);
        var state = new TokenState(token.Id, token.SecretSha256, TokenState.NodeRole, caller, now, now + life);
        await ledger.AddAsync(state, cancellation).ConfigureAwait(false);
        return (token, state);
    }
}
