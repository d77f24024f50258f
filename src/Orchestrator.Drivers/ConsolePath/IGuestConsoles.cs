namespace Orchestrator.Drivers.ConsolePath;

/// <summary>
/// The last stretch of the way from a kiosk of another node to a machine of this one: from the link of that node to the
/// machine's port on 127.0.0.1.
/// </summary>
/// <remarks>
/// <list type="number">
/// <item>Without a grant for its node, its session and its machine a console is refused and reaches nothing.</item>
/// <item>The first admitted one is reported by <see cref="ConsoleTouched"/> once, before any byte of it reaches the
/// machine; each change of the number of open ones by <see cref="ConsoleConnectionsChanged"/>, in order.</item>
/// <item>Admission and closing are atomic: <see cref="ConsoleClosing.Touched"/> is false only if nothing was ever
/// admitted, and nothing can be after it.</item>
/// <item>Closing cuts what is open; closing what has no grant says <c>Touched = false</c>.</item>
/// </list>
/// </remarks>
public interface IGuestConsoles
{
    /// <summary>Opens the way; one grant a session of a node, opening it again changes nothing. The observer is called
    /// under a lock and must not block.</summary>
    void Open(GuestGrant grant, Action<ConsoleEvent> observer);

    ConsoleClosing Close(GuestGrant grant);
}
