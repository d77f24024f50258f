namespace Orchestrator.Core.Sessions;

/// <summary>Why a session ended.</summary>
public enum SessionEndReason
{
    /// <summary>The kiosk hung up while it waited.</summary>
    HungUp,

    /// <summary>A machine was offered and nobody connected.</summary>
    NobodyConnected,

    /// <summary>All console connections were gone for the grace time.</summary>
    Disconnected,

    /// <summary>No user input for the idle timeout.</summary>
    Idle,

    /// <summary>The session's time limit was reached.</summary>
    LimitReached,

    /// <summary>The machine stopped, crashed or rebooted.</summary>
    MachineStopped,

    /// <summary>The same kiosk signalled again.</summary>
    Replaced,

    /// <summary>An operator cleared the pool.</summary>
    Cleared,

    /// <summary>The daemon was restarted; its console paths died with it.</summary>
    DaemonRestarted,

    /// <summary>The pool could not serve it: queue full, or one offer after another failed.</summary>
    Refused,

    /// <summary>The console path could not be opened.</summary>
    PathFailed,

    /// <summary>An operator ended it.</summary>
    Operator,

    /// <summary>It waited at a server that leaves its branch, or was given up by it.</summary>
    ServerLeft,
}
