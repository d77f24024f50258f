namespace Orchestrator.Actors;

/// <summary>A child's failure that its supervisor takes as its own.</summary>
public sealed class ActorEscalationException(string path, Exception cause)
    : Exception($"actor {path} failed and its supervisor was to decide: {cause.Message}", cause)
{
    /// <summary>The child that failed first.</summary>
    public string ActorPath { get; } = path;
}
