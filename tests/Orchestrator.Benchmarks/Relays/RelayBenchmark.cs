namespace Orchestrator.Benchmarks.Relays;

/// <summary>Throughput, CPU a gigabyte and added latency of one display channel, beside socat and haproxy.</summary>
internal static class RelayBenchmark
{
    private const int Rounds = 7;
    private const long WarmUpBytes = 256L << 20;
    private const long Bytes = 2L << 30;
    private const int RoundTrips = 5_000;

    public static async Task<object> RunAsync()
    {
        using var backend = new Backend();
        var relays = new (string Name, Func<RelayProcess> Start, Figures Figures)[]
        {
            ("product", () => RelayProcess.Product(backend.Port), new Figures()),
            ("socat", () => RelayProcess.Socat(backend.Port), new Figures()),
            ("haproxy", () => RelayProcess.Haproxy(backend.Port), new Figures()),
        };
        var direct = new Samples();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (_, start, figures) in relays)
            {
                using var relay = start();
                using var client = await relay.ConnectAsync();
                Measure(relay, client, figures);
            }

            using var straight = await Client.ConnectAsync(backend.Port);
            straight.RoundTrips(RoundTrips);
            direct.Add(straight.RoundTrips(RoundTrips).Median);
        }

        return Report(relays.ToDictionary(relay => relay.Name, relay => relay.Figures), direct.Median);
    }

    private static void Measure(RelayProcess relay, Client client, Figures figures)
    {
        client.Download(WarmUpBytes);
        var before = ProcessUsage.CpuSeconds(relay.Id);
        figures.BytesPerSecond.Add(client.Download(Bytes));
        figures.CpuPerGigabyte.Add((ProcessUsage.CpuSeconds(relay.Id) - before) / (Bytes / 1e9));
        client.RoundTrips(RoundTrips);
        var trips = client.RoundTrips(RoundTrips);
        figures.RoundTripMicroseconds.Add(trips.Median);
        figures.RoundTripP99Microseconds.Add(trips.P99);
    }

    private static object Report(Dictionary<string, Figures> all, double direct)
    {
        var (product, haproxy) = (all["product"], all["haproxy"]);
        return new
        {
            relays = all.ToDictionary(one => one.Key, one => new
            {
                gigabytesPerSecond = Math.Round(one.Value.BytesPerSecond.Median / 1e9, 2),
                cpuSecondsPerGigabyte = Math.Round(one.Value.CpuPerGigabyte.Median, 3),
                addedRoundTripUs = Math.Round(one.Value.RoundTripMicroseconds.Median - direct, 1),
                roundTripP99Us = one.Value.RoundTripP99Microseconds.Median,
            }),
            directRoundTripUs = direct,
            throughputToHaproxy = Math.Round(product.BytesPerSecond.Median / haproxy.BytesPerSecond.Median, 2),
            cpuToHaproxy = Math.Round(product.CpuPerGigabyte.Median / haproxy.CpuPerGigabyte.Median, 2),
        };
    }

    private sealed class Figures
    {
        public Samples BytesPerSecond { get; } = new();

        public Samples CpuPerGigabyte { get; } = new();

        public Samples RoundTripMicroseconds { get; } = new();

        public Samples RoundTripP99Microseconds { get; } = new();
    }
}
