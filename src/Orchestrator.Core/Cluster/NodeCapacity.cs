namespace Orchestrator.Core.Cluster;

/// <summary>What a node offers to machines.</summary>
/// <param name="MemoryBytes">The server's memory.</param>
/// <param name="ReservedMemoryBytes">What of it machines never get: the host's own.</param>
/// <param name="Processors">Virtual processors that machines may have together, overcommitment included.</param>
public sealed record NodeCapacity(long MemoryBytes, long ReservedMemoryBytes, int Processors)
{
    /// <summary>How many machines of this size fit beside what is taken already.</summary>
    public int Fits(MachineSize machine, long takenMemoryBytes = 0, int takenProcessors = 0)
    {
        Invariant.Require(machine is { MemoryBytes: > 0, Processors: > 0 }, "a machine needs memory and a processor");
        var byMemory = Math.Max(0, MemoryBytes - ReservedMemoryBytes - takenMemoryBytes) / machine.MemoryBytes;
        var byProcessors = Math.Max(0, Processors - takenProcessors) / machine.Processors;
        return (int)Math.Min(byMemory, byProcessors);
    }
}
