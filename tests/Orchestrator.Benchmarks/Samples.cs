namespace Orchestrator.Benchmarks;

/// <summary>Measured values, of which medians and tails are told.</summary>
internal sealed class Samples
{
    private readonly List<double> _values = [];

    public int Count => _values.Count;

    public double Median => Percentile(0.5);

    public double P99 => Percentile(0.99);

    public double Max => Percentile(1);

    public void Add(double value) => _values.Add(value);

    public void Add(TimeSpan value) => _values.Add(value.TotalMilliseconds);

    /// <summary>The nearest rank: the smallest value that at least this share of all values does not exceed.</summary>
    private double Percentile(double share)
    {
        var sorted = _values.Order().ToList();
        var rank = (int)Math.Ceiling(share * sorted.Count);
        return Math.Round(sorted[Math.Max(0, rank - 1)], 3);
    }
}
