using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Testing.ConsolePath;
using Orchestrator.Testing.Time;

namespace Orchestrator.Relay.Tests;

/// <summary>A relay on a free port, kiosks on addresses of their own, machines that follow a script.</summary>
internal sealed class RelayWorld : IConsolePathWorld
{
    private readonly List<ScriptedMachine> _machines = [];
    private int _kiosks;
    private ulong _sessions;

    public RelayWorld(Func<RelayOptions, RelayOptions>? change = null)
    {
        var options = new RelayOptions(new IPEndPoint(IPAddress.Loopback, 0));
        Arming = new ArmingTimeProvider(Time);
        Relay = SpiceRelay.Start(change?.Invoke(options) ?? options, Arming, NullLogger<SpiceRelay>.Instance);
    }

    public SpiceRelay Relay { get; }

    public IConsolePath ConsolePath => Relay;

    public ManualTimeProvider Time { get; } = new();

    /// <summary>The relay's view of <see cref="Time"/>.</summary>
    public ArmingTimeProvider Arming { get; }

    public KioskAddress NextKiosk()
    {
        _kiosks++;
        return KioskAddress.Parse($"127.0.{1 + (_kiosks / 250)}.{1 + (_kiosks % 250)}");
    }

    public ScriptedMachine NextMachine()
    {
        var machine = new ScriptedMachine();
        _machines.Add(machine);
        return machine;
    }

    IConsoleMachine IConsolePathWorld.NextMachine() => NextMachine();

    /// <summary>Offers a machine's console to a kiosk.</summary>
    public async Task<OpenWay> OpenAsync(int? consolePort = null)
    {
        var machine = consolePort is null ? NextMachine() : null;
        var reports = new ConsoleReports();
        var grant = new ConsoleGrant(
            new SessionId(++_sessions), NextKiosk(), consolePort ?? machine!.Port);
        await Relay.OpenAsync(grant, reports.Observe, TestContext.Current.CancellationToken);
        return new OpenWay(this, grant, machine, reports);
    }

    /// <summary>A connection that says nothing yet.</summary>
    public Task<SocketEnd> ConnectAsync(KioskAddress kiosk) => SocketEnd.ConnectAsync(kiosk, Relay.EndPoint);

    public async Task<IChannelEnd> CallAsync(KioskAddress kiosk)
    {
        var end = await ConnectAsync(kiosk);
        await end.SendAsync(SpiceBytes.Link(ConsoleChannel.Display));
        return end;
    }

    public async Task<LinkedChannel> LinkAsync(KioskAddress kiosk, IConsoleMachine machine, ConsoleChannel channel)
    {
        var kioskEnd = await ConnectAsync(kiosk);
        var link = SpiceBytes.Link(channel);
        await kioskEnd.SendAsync(link);
        var machineEnd = await machine.AcceptAsync();
        Assert.Equal(link, await machineEnd.ReceiveAsync(link.Length));
        await machineEnd.SendAsync(SpiceBytes.Reply);
        Assert.Equal(SpiceBytes.Reply, await kioskEnd.ReceiveAsync(SpiceBytes.Reply.Length));
        await kioskEnd.SendAsync(SpiceBytes.Ticket);
        Assert.Equal(SpiceBytes.Ticket, await machineEnd.ReceiveAsync(SpiceBytes.Ticket.Length));
        return new LinkedChannel(kioskEnd, machineEnd);
    }

    public async Task PassAsync(LinkedChannel inputs, KioskMessage message)
    {
        var bytes = SpiceBytes.Mini(message);
        Assert.True(await inputs.Kiosk.SendAsync(bytes), "the inputs channel was cut");
        Assert.Equal(bytes, await inputs.Machine.ReceiveAsync(bytes.Length));
    }

    public async ValueTask DisposeAsync()
    {
        await Relay.DisposeAsync();
        _machines.ForEach(machine => machine.Dispose());
    }
}
