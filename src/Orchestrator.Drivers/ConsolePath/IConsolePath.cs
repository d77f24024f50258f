using Orchestrator.Core.Sessions;

namespace Orchestrator.Drivers.ConsolePath;

/// <summary>
/// The way from a kiosk to the console of the machine that was offered to it. One grant a session, one session a kiosk
/// address.
/// </summary>
/// <remarks>
/// The contract, by number; the contract suite names these numbers:
/// <list type="number">
/// <item>Without a grant for its address, a connection is closed at once and reaches nothing.</item>
/// <item>Every connection from the granted address reaches the granted console port, and no other.</item>
/// <item>The first admitted connection is reported by <see cref="ConsoleTouched"/> once, before any byte of it reaches
/// the machine.</item>
/// <item>Each change of the number of open connections is reported by <see cref="ConsoleConnectionsChanged"/>, in
/// order; the last one after all are gone says 0.</item>
/// <item><see cref="CloseAsync"/> cuts established connections, and nothing passes after it returned.</item>
/// <item>Admission and closing are atomic: <see cref="ConsoleClosing.Touched"/> is false only if no connection was ever
/// admitted, and none can be after it.</item>
/// <item>Closing a session that has no grant succeeds and says <c>Touched = false</c>.</item>
/// <item>A second grant for an address that has one, or for a session that has one, throws
/// <see cref="InvalidOperationException"/>.</item>
/// <item>Only user input counts as <see cref="ConsoleActivity.LastInput"/>: keys, motion, buttons; neither pings nor
/// acknowledgements nor pictures.</item>
/// <item>Both directions pass unchanged, half-closes included, however the bytes are cut.</item>
/// <item><see cref="Grants"/> lists every grant from its opening to its closing, and no other.</item>
/// </list>
/// </remarks>
public interface IConsolePath : IAsyncDisposable
{
    /// <summary>The ways that are open now, whatever pool they belong to.</summary>
    IReadOnlyCollection<ConsoleGrant> Grants { get; }

    /// <summary>Opens the way. Events go to <paramref name="observer"/> on a thread of the driver; it must not
    /// block.</summary>
    ValueTask OpenAsync(ConsoleGrant grant, Action<ConsoleEvent> observer, CancellationToken cancellation);

    /// <summary>Closes the way at once and cuts established connections.</summary>
    ValueTask<ConsoleClosing> CloseAsync(SessionId session, CancellationToken cancellation);

    /// <summary>What is known of the use of an open way; null when the session has no grant.</summary>
    ConsoleActivity? GetActivity(SessionId session);

    /// <summary>Whether a SPICE server answers the link handshake on 127.0.0.1 at this port within a second or
    /// so.</summary>
    Task<bool> ProbeAsync(int consolePort, CancellationToken cancellation);
}
