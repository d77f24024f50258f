namespace Orchestrator.Simulation.Chance;

/// <summary>How often each fault struck.</summary>
internal sealed class FaultCounts
{
    private readonly long[] _counts = new long[Enum.GetValues<FaultKind>().Length];

    public long this[FaultKind kind] => _counts[(int)kind];

    public void Add(FaultKind kind, long times = 1) => _counts[(int)kind] += times;

    public void Add(FaultCounts others)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += others._counts[i];
        }
    }
}
