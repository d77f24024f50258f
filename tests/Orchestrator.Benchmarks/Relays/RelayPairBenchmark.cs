namespace Orchestrator.Benchmarks.Relays;

/// <summary>
/// One display channel by two nodes, the one that the kiosk called and the machine's, with TLS 1.3 between them and
/// both sides verified, beside one relay of ours, and beside two of haproxy that do the same.
/// </summary>
internal static class RelayPairBenchmark
{
    private const int Rounds = 7;
    private const long Bytes = 1L << 30;

    public static async Task<object> RunAsync()
    {
        using var backend = new Backend();
        using var certificates = new PairCertificates();
        var relays = new (string Name, Func<RelayProcess> Start, RelayFigures Figures)[]
        {
            ("pair", () => RelayProcess.ProductPair(backend.Port, certificates), new RelayFigures()),
            ("single", () => RelayProcess.Product(backend.Port), new RelayFigures()),
            ("haproxyPair", () => RelayProcess.HaproxyPair(backend.Port, certificates), new RelayFigures()),
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

        var (pair, single, haproxy) = (relays[0].Figures, relays[1].Figures, relays[2].Figures);
        return new
        {
            relays = relays.ToDictionary(one => one.Name, one => one.Figures.Report(direct.Median)),
            directRoundTripUs = direct.Median,
            throughputToSingle = pair.ThroughputTo(single),
            cpuToSingle = pair.CpuTo(single),
            throughputToHaproxy = pair.ThroughputTo(haproxy),
            cpuToHaproxy = pair.CpuTo(haproxy),
        };
    }
}
