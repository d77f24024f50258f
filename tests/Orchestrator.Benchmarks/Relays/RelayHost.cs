using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Relay;

namespace Orchestrator.Benchmarks.Relays;

/// <summary>The product's relay in a process of its own: its CPU time is told apart from the benchmark's.</summary>
internal static class RelayHost
{
    public const string Verb = "serve-relay";

    /// <summary>Serves until its standard input ends.</summary>
    public static async Task RunAsync(string[] ports)
    {
        var listen = new IPEndPoint(IPAddress.Loopback, int.Parse(ports[0], CultureInfo.InvariantCulture));
        await using var relay = SpiceRelay.Start(
            new RelayOptions(listen), TimeProvider.System, NullLogger<SpiceRelay>.Instance);
        var grant = new ConsoleGrant(
            new SessionId(1), KioskAddress.Parse("127.0.0.1"), int.Parse(ports[1], CultureInfo.InvariantCulture));
        await relay.OpenAsync(grant, _ => { }, CancellationToken.None);
        await Console.In.ReadToEndAsync();
    }
}
