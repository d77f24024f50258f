namespace Orchestrator.Actors;

/// <summary>Why a message was not delivered.</summary>
public enum DeadLetterReason
{
    /// <summary>The actor is terminated.</summary>
    Terminated,

    /// <summary>The mailbox is full.</summary>
    MailboxFull,
}
