using Orchestrator.Cli.Prompting;

namespace Orchestrator.Cli.Commands;

/// <summary>What a word may name, as the daemon knows it.</summary>
internal static class Names
{
    public static KnownNames OfPools { get; } = async (client, cancellation) =>
        (await client.GetPoolsAsync(cancellation).ConfigureAwait(false)).Select(pool => pool.Name);

    public static KnownNames OfSlots { get; } = async (client, cancellation) =>
        (await client.GetSlotsAsync(pool: null, cancellation).ConfigureAwait(false))
            .Select(slot => SlotArgument.Text(slot.Pool, slot.ConsolePort));

    /// <summary>Those that can still be ended.</summary>
    public static KnownNames OfSessions { get; } = async (client, cancellation) =>
        (await client.GetSessionsAsync(pool: null, cancellation).ConfigureAwait(false))
            .Where(session => session.State != "ended").Select(session => session.Id);

    public static KnownNames OfNodes { get; } = async (client, cancellation) =>
        (await client.GetClusterAsync(cancellation).ConfigureAwait(false)).Members.Select(member => member.Node);

    /// <summary>Those that nobody has used yet.</summary>
    public static KnownNames OfTokens { get; } = async (client, cancellation) =>
        (await client.GetJoinTokensAsync(cancellation).ConfigureAwait(false))
            .Where(token => token.State == "open").Select(token => token.Id);
}
