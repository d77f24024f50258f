using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Testing.ConsolePath;

namespace Orchestrator.Relay.Tests;

/// <summary>A kiosk with an offer, and what was reported of its way.</summary>
/// <param name="Machine">Null: the console's port is not of a scripted machine.</param>
internal sealed record OpenWay(
    RelayWorld World, ConsoleGrant Grant, ScriptedMachine? Machine, ConsoleReports Reports)
{
    public KioskAddress Kiosk => Grant.Kiosk;

    public ConsoleActivity? Activity => World.Relay.GetActivity(Grant.Session);

    public Task<SocketEnd> ConnectAsync() => World.ConnectAsync(Kiosk);

    public Task<LinkedChannel> LinkAsync(ConsoleChannel channel = ConsoleChannel.Display) =>
        World.LinkAsync(Kiosk, Machine!, channel);

    public ValueTask<ConsoleClosing> CloseAsync() =>
        World.Relay.CloseAsync(Grant.Session, TestContext.Current.CancellationToken);
}
