namespace Orchestrator.Actors;

/// <summary>An actor did not answer in time, or could not be asked at all.</summary>
public sealed class AskTimeoutException(string message) : TimeoutException(message);
