namespace Orchestrator.Cluster.Joining;

/// <summary>The record of who wanted to join.</summary>
public interface IJoinRecord
{
    /// <summary>Records a request before it is decided.</summary>
    /// <returns>Records what became of it: null, or why it was refused.</returns>
    /// <exception cref="IOException">It cannot be recorded; then it is refused.</exception>
    Action<JoinRefusal?> Begin(string remote, string request);
}
