using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Integration.Tests.Branch;

/// <summary>What ends a session beside its kiosk's leaving, on the real daemon.</summary>
[Collection(ServerCollection.Name)]
public sealed class SessionEndTests
{
    private const string Address = "127.0.0.11";

    private static readonly TimeSpan CutBound = TimeSpan.FromSeconds(10);

    /// <summary>The display channel's pictures flow all the time; only the inputs channel counts.</summary>
    [Fact]
    public async Task Idle_DisplayTrafficFlows_EndsTheSession()
    {
        var idle = TimeSpan.FromSeconds(5);
        await using var daemon = new DaemonProcess(
            new BranchSettings { Size = 1, Readiness = "agent", Pool = "idleTimeout: 5s" });
        daemon.Start();
        await daemon.SeeAllCleanAsync();
        using var kiosk = await KioskClient.SignalAsync(Address, daemon.SignalPort);
        await kiosk.ReadUntilAsync("RULE ADDED");
        using var main = await LinkAsync(daemon, SpiceClient.Main, 0);
        var number = await main.ReadSessionAsync();
        using var display = await LinkAsync(daemon, SpiceClient.Display, number);
        await display.StartDisplayAsync();
        var drained = display.DrainAsync();
        using var inputs = await LinkAsync(daemon, SpiceClient.Inputs, number);
        var domain = Assert.Single(await Virsh.DomainsAsync(daemon.Pool));

        var used = await Eventually.SeeAsync(
            "a session to outlive two idle timeouts, because its keys are pressed",
            async () =>
            {
                await inputs.PressKeyAsync();
                return await daemon.GetAsync("sessions");
            },
            all => Age(all) > 2 * idle);
        Assert.Equal("connected", DaemonProcess.Text(used[0], "state"));

        // Keys that the server types change the picture and do not pass through the relay.
        var shown = display.BytesReceived;
        await Eventually.SeeAsync(
            "an idle session to end while its picture changes",
            async () =>
            {
                await Virsh.TryAsync("send-key", domain, "KEY_A");
                return await daemon.GetAsync("sessions");
            },
            all => DaemonProcess.Text(all.FirstOrDefault(), "endReason") is not null);
        await daemon.SeeEndedAsync("idle");
        await drained;
        Assert.True(display.BytesReceived > shown, "the display channel showed nothing of what was typed");
    }

    [Fact]
    public async Task Limit_Reached_EndsTheSession()
    {
        await using var daemon = new DaemonProcess(new BranchSettings { Size = 1, Pool = "sessionLimit: 1s" });
        daemon.Start();
        await daemon.SeeAllCleanAsync();
        using var console = await UseAsync(daemon, Address);
        Assert.True(await console.IsCutAsync(CutBound), "the console stayed open after the session's limit");
        await daemon.SeeEndedAsync("limitReached");
    }

    [Fact]
    public async Task RepeatedSignal_Replace_EndsTheOldSession()
    {
        await using var daemon = new DaemonProcess(
            new BranchSettings { Size = 1, Pool = "onRepeatedSignal: replace" });
        daemon.Start();
        await daemon.SeeAllCleanAsync();
        using var console = await UseAsync(daemon, Address);
        using var again = await KioskClient.SignalAsync(Address, daemon.SignalPort);
        Assert.True(await console.IsCutAsync(CutBound), "the replaced session's console stayed open");
        await again.ReadUntilAsync("RULE ADDED");
        var sessions = await daemon.SeeAsync("the replaced session's proof", "sessions", all =>
            all.Count == 2 && DaemonProcess.Text(all[1], "machineGoneAt") is not null);
        Assert.Equal("replaced", DaemonProcess.Text(sessions[1], "endReason"));
        Assert.NotEqual(DaemonProcess.Text(sessions[1], "machine"), DaemonProcess.Text(sessions[0], "machine"));
    }

    [Fact]
    public async Task RepeatedSignal_Refuse_KeepsTheOldSession()
    {
        await using var daemon = new DaemonProcess(new BranchSettings { Size = 1, Pool = "onRepeatedSignal: refuse" });
        daemon.Start();
        await daemon.SeeAllCleanAsync();
        using var console = await UseAsync(daemon, Address);
        using var again = await KioskClient.SignalAsync(Address, daemon.SignalPort);
        await again.ReadUntilAsync("REFUSED a session of this kiosk is still live");
        var session = Assert.Single(await daemon.GetAsync("sessions"));
        Assert.Equal("connected", DaemonProcess.Text(session, "state"));
    }

    [Fact]
    public async Task Clear_WithAndWithoutRefill_DoesWhatItSays()
    {
        await using var daemon = new DaemonProcess(new BranchSettings());
        daemon.Start();
        var before = await daemon.SeeAllCleanAsync();
        using var console = await UseAsync(daemon, Address);

        await daemon.ClearAsync(refill: true);
        Assert.True(await console.IsCutAsync(CutBound), "the console stayed open although the pool was cleared");
        await daemon.SeeEndedAsync("cleared");
        var after = await daemon.SeeAllCleanAsync();
        Assert.Empty(Machines(before).Intersect(Machines(after)));

        await daemon.ClearAsync(refill: false);
        Assert.Empty(await daemon.LeftoversAsync());
        await daemon.SeeAlarmAsync("the pool was cleared without refilling");
        Assert.All(await daemon.GetAsync("slots"), slot => Assert.Equal("empty", DaemonProcess.Text(slot, "state")));

        await daemon.ClearAsync(refill: true);
        await daemon.SeeAllCleanAsync();
        await daemon.SeeNoAlarmAsync();
    }

    private static async Task<SpiceClient> UseAsync(DaemonProcess daemon, string address)
    {
        using var kiosk = await KioskClient.SignalAsync(address, daemon.SignalPort);
        await kiosk.ReadUntilAsync("RULE ADDED");
        var console = await SpiceClient.ConnectAsync(address, daemon.ConsolePort);
        Assert.Equal(0u, await console.LinkMainAsync());
        await kiosk.ReadUntilAsync("CONNECTED");
        return console;
    }

    private static async Task<SpiceClient> LinkAsync(DaemonProcess daemon, byte channel, uint number)
    {
        var client = await SpiceClient.ConnectAsync(Address, daemon.ConsolePort);
        Assert.Equal(0u, await client.LinkAsync(channel, number));
        return client;
    }

    private static TimeSpan Age(JsonArray sessions) =>
        DaemonProcess.Text(sessions.FirstOrDefault(), "connectedAt") is { } connected
            ? TimeProvider.System.GetUtcNow() - DateTimeOffset.Parse(connected, CultureInfo.InvariantCulture)
            : TimeSpan.Zero;

    private static IEnumerable<string?> Machines(JsonArray slots) =>
        slots.Select(slot => DaemonProcess.Text(slot, "machine"));
}
