namespace Orchestrator.Actors;

/// <summary>Something that can have a turn.</summary>
public interface IRunnable
{
    /// <summary>Handles a bounded batch of messages.</summary>
    void Run();
}
