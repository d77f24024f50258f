using System.Globalization;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Pool.Sessions;

/// <summary>The lines that a kiosk reads on the signal port. Scripts in the field compare them, so they do not
/// change.</summary>
public static class SignalText
{
    /// <summary>underVDI's line, to the letter.</summary>
    public const string RuleAdded = "RULE ADDED, CONNECT NOW";

    public const string Connected = "CONNECTED";

    public const string Timeout = "TIMEOUT";

    /// <param name="position">Place in the line, from 1.</param>
    /// <param name="estimate">How long it is likely to take.</param>
    /// <param name="reason">What hinders the pool, in one word; null: nothing, it is only that others were
    /// first.</param>
    public static string Wait(int position, TimeSpan estimate, string? reason = null) =>
        string.Create(CultureInfo.InvariantCulture,
            $"WAIT position={position} eta={Math.Max(1, (long)estimate.TotalSeconds)}")
        + (reason is null ? string.Empty : $" reason={reason}");

    public static string Refused(string reason) => $"REFUSED {reason}";

    /// <summary>The last line of a session that ends before its console was connected; null: nobody is there to read
    /// one.</summary>
    public static string? Last(SessionEndReason reason) => reason switch
    {
        SessionEndReason.NobodyConnected => Timeout,
        SessionEndReason.HungUp => null,
        SessionEndReason.Replaced => Refused("replaced by a newer signal from this kiosk"),
        SessionEndReason.Cleared => Refused("an operator cleared the pool; signal again"),
        SessionEndReason.PathFailed => Refused("the console path could not be opened; signal again"),
        SessionEndReason.Refused => Refused("no machine of the pool could be kept; tell the operator"),
        SessionEndReason.MachineStopped => Refused("the machine stopped; signal again"),
        SessionEndReason.Disconnected => Refused("the console was closed; signal again"),
        SessionEndReason.ServerLeft => Refused("this server serves nobody now; signal another one"),
        _ => Refused("the session ended; signal again"),
    };
}
