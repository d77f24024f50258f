using Orchestrator.Actors.Persistence;

namespace Orchestrator.Simulation.Checking;

/// <summary>One stream of the journal, re-applied event by event as it is stored.</summary>
internal abstract class MirroredStream(string name)
{
    public string Name { get; } = name;

    /// <summary>Number of the last event.</summary>
    public long Sequence { get; protected set; }

    /// <summary>Re-applies one stored event.</summary>
    /// <exception cref="Core.InvariantException">The event cannot follow the state.</exception>
    public abstract void Append(JournalEntry entry);

    /// <summary>Whether a state that was saved as the state after event <paramref name="sequence"/> is it.</summary>
    public abstract bool Agrees(long sequence, JournalEntry snapshot);
}
