namespace Orchestrator.Pool;

/// <summary>A driver did not answer in time.</summary>
internal sealed class DeadlinePassedException(string operation, TimeSpan deadline)
    : Exception($"{operation} passed its deadline of {deadline}");
