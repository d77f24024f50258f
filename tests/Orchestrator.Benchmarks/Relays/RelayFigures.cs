namespace Orchestrator.Benchmarks.Relays;

/// <summary>What one way to a machine was measured to do.</summary>
internal sealed class RelayFigures
{
    private const long WarmUpBytes = 256L << 20;
    private const int RoundTrips = 5_000;

    public Samples BytesPerSecond { get; } = new();

    /// <summary>Of all processes on the way.</summary>
    public Samples CpuPerGigabyte { get; } = new();

    public Samples RoundTripMicroseconds { get; } = new();

    public Samples RoundTripP99Microseconds { get; } = new();

    public void Measure(RelayProcess relay, Client client, long bytes)
    {
        client.Download(WarmUpBytes);
        var before = relay.CpuSeconds;
        BytesPerSecond.Add(client.Download(bytes));
        CpuPerGigabyte.Add((relay.CpuSeconds - before) / (bytes / 1e9));
        client.RoundTrips(RoundTrips);
        var trips = client.RoundTrips(RoundTrips);
        RoundTripMicroseconds.Add(trips.Median);
        RoundTripP99Microseconds.Add(trips.P99);
    }

    /// <summary>Median of a connection without a relay.</summary>
    public static async Task<double> DirectAsync(Backend backend)
    {
        using var straight = await Client.ConnectAsync(backend.Port);
        straight.RoundTrips(RoundTrips);
        return straight.RoundTrips(RoundTrips).Median;
    }

    public object Report(double direct) => new
    {
        gigabytesPerSecond = Math.Round(BytesPerSecond.Median / 1e9, 2),
        cpuSecondsPerGigabyte = Math.Round(CpuPerGigabyte.Median, 3),
        addedRoundTripUs = Math.Round(RoundTripMicroseconds.Median - direct, 1),
        roundTripP99Us = RoundTripP99Microseconds.Median,
    };

    public double ThroughputTo(RelayFigures other) =>
        Math.Round(BytesPerSecond.Median / other.BytesPerSecond.Median, 2);

    public double CpuTo(RelayFigures other) => Math.Round(CpuPerGigabyte.Median / other.CpuPerGigabyte.Median, 2);
}
