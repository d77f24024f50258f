using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Core;

/// <summary>Checks for programmer errors that stay on in Release: a broken invariant must stop an actor, not a kiosk's
/// privacy.</summary>
public static class Invariant
{
    public static void Require([DoesNotReturnIf(false)] bool holds, string what)
    {
        if (!holds)
        {
            throw new InvariantException(what);
        }
    }

    /// <summary>An event that the state cannot have produced: the journal is not of this program, or the program is
    /// wrong.</summary>
    public static InvariantException Impossible(object state, object @event) =>
        new($"event {@event} cannot follow state {state}");
}
