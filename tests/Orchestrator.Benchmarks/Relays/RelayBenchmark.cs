namespace Orchestrator.Benchmarks.Relays;

/// <summary>Throughput, CPU a gigabyte and added latency of one display channel, beside socat and haproxy.</summary>
internal static class RelayBenchmark
{
    private const int Rounds = 7;
    private const long Bytes = 2L << 30;

    public static async Task<object> RunAsync()
    {
        using var backend = new Backend();
        var relays = new (string Name, Func<RelayProcess> Start, RelayFigures Figures)[]
        {
            ("product", () => RelayProcess.Product(backend.Port), new RelayFigures()),
            ("socat", () => RelayProcess.Socat(backend.Port), new RelayFigures()),
            ("haproxy", () => RelayProcess.Haproxy(backend.Port), new RelayFigures()),
        };
        var direct = new Samples();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (_, start, figures) in relays)
            {
                using var relay = start();
                using var client = await relay.ConnectAsync();
                figures.Measure(relay, client, Bytes);
            }

            direct.Add(await RelayFigures.DirectAsync(backend));
        }

        var (product, haproxy) = (relays[0].Figures, relays[2].Figures);
        return new
        {
            relays = relays.ToDictionary(one => one.Name, one => one.Figures.Report(direct.Median)),
            directRoundTripUs = direct.Median,
            throughputToHaproxy = product.ThroughputTo(haproxy),
            cpuToHaproxy = product.CpuTo(haproxy),
        };
    }
}
