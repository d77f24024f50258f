using Orchestrator.Actors.Persistence;

namespace Orchestrator.Simulation.Checking;

/// <summary>A stream of which only the numbers are checked.</summary>
internal sealed class OpaqueRecord(string name) : MirroredStream(name)
{
    public override void Append(JournalEntry entry) => Sequence++;

    public override bool Agrees(long sequence, JournalEntry snapshot) => true;
}
