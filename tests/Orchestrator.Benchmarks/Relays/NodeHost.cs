using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Cluster.Links;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Relay;

namespace Orchestrator.Benchmarks.Relays;

/// <summary>The product's two halves of the way to another node's machine, each in a process of its own.</summary>
internal static class NodeHost
{
    public const string EntryVerb = "serve-entry";
    public const string OwnerVerb = "serve-owner";

    private static readonly SessionId Session = new(1);

    /// <param name="words">The kiosk's port, the owner's, the machine's, and the certificates' folder.</param>
    public static async Task RunEntryAsync(string[] words)
    {
        var (listen, owner, machine) = (Loopback(words[0]), Loopback(words[1]), Machine(words[2]));
        await using var network = Network(
            PairCertificates.Entry, words[3], new IPEndPoint(IPAddress.Loopback, 0),
            new GuestConsoles(TimeProvider.System), $"{owner}");
        await using var relay = SpiceRelay.Start(
            new RelayOptions(listen), TimeProvider.System, NullLogger<SpiceRelay>.Instance, network);
        var grant = new ConsoleGrant(Session, KioskAddress.Parse("127.0.0.1"), machine.Slot.ConsolePort)
        {
            Remote = new RemoteConsole(NodeName.Parse(PairCertificates.Owner), machine),
        };
        await relay.OpenAsync(grant, _ => { }, CancellationToken.None);
        await Console.In.ReadToEndAsync();
    }

    /// <param name="words">The node's port, the machine's, and the certificates' folder.</param>
    public static async Task RunOwnerAsync(string[] words)
    {
        var consoles = new GuestConsoles(TimeProvider.System);
        consoles.Open(
            new GuestGrant(NodeName.Parse(PairCertificates.Entry), Session, Machine(words[1])), _ => { });
        await using var network = Network(PairCertificates.Owner, words[2], Loopback(words[0]), consoles, null);
        await Console.In.ReadToEndAsync();
    }

    private static TlsNetwork Network(
        string node, string folder, IPEndPoint listen, GuestConsoles consoles, string? other)
    {
        var (own, authority) = PairCertificates.Load(folder, node);
        return new TlsNetwork(
            listen, new NodeTrust(own, [authority]), consoles, _ => other, new NodeLinkOptions(), TimeProvider.System,
            NullLoggerFactory.Instance);
    }

    private static MachineName Machine(string port) =>
        MachineName.TryParse($"{MachineName.Prefix}demo-{port}-0000000000000001", out var machine)
            ? machine
            : throw new ArgumentException($"{port} is no console port", nameof(port));

    private static IPEndPoint Loopback(string port) =>
        new(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture));
}
