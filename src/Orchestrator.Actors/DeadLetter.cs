namespace Orchestrator.Actors;

/// <summary>A message that no actor got.</summary>
/// <param name="Path">Whom it was for.</param>
/// <param name="Message">The message.</param>
/// <param name="Reason">Why.</param>
public readonly record struct DeadLetter(string Path, object Message, DeadLetterReason Reason);
