namespace Orchestrator.Actors;

/// <summary>What a supervisor does with a failed child.</summary>
public enum Directive
{
    /// <summary>A fresh incarnation after a pause; the mailbox is kept.</summary>
    Restart,

    /// <summary>The child terminates; who watches it is told.</summary>
    Stop,

    /// <summary>The supervisor fails itself.</summary>
    Escalate,
}
