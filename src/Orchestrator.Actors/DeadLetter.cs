namespace Orchestrator.Actors;

/// <summary>A message that no actor got.</summary>
/// <param name="Path">Whom it was for.</param>
/// <param name="Message">The message.</param>
/// <param name="Reason">Why.</param>
public readonly record struct DeadLetter(string Path, object Message, DeadLetterReason Reason);

/// <summary>Why a message was not delivered.</summary>
public enum DeadLetterReason
{
    /// <summary>The actor is terminated.</summary>
    Terminated,

    /// <summary>The mailbox is full.</summary>
    MailboxFull,
}
