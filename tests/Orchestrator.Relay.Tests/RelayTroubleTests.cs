using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Relay.Spice;
using Orchestrator.Testing.ConsolePath;
using Orchestrator.Testing.Waiting;

namespace Orchestrator.Relay.Tests;

/// <summary>What a hostile or broken client can send, and what it costs.</summary>
public sealed class RelayTroubleTests
{
    private const int Flood = 1_000;

    public static TheoryData<byte[]> BadLinks => new(
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(),
        SpiceBytes.Header(0),
        SpiceBytes.Header(SpiceLink.MessageBytesMax + 1),
        SpiceBytes.Header(uint.MaxValue),
        (byte[])[.. SpiceBytes.Header(18), .. new byte[6], .. SpiceBytes.U32(uint.MaxValue), .. new byte[8]]);

    [Theory]
    [MemberData(nameof(BadLinks))]
    public async Task Link_OutOfRange_IsCutBeforeTheMachineHears(byte[] bytes)
    {
        await using var world = new RelayWorld();
        var way = await world.OpenAsync();

        using var kiosk = await way.ConnectAsync();
        await kiosk.SendAsync(bytes);

        Assert.Equal((ChannelEnding.Cut, 0), await kiosk.ReceiveEndAsync());
        await way.Reports.SeeOpenAsync(0);
        Assert.False(way.Machine!.IsCalled, "bytes that are no SPICE link reached the machine");
    }

    [Fact]
    public async Task Link_HalfSent_IsCutAtItsDeadline()
    {
        await using var world = new RelayWorld(options => options with { LinkDeadline = TimeSpan.FromSeconds(7) });
        var way = await world.OpenAsync();
        using var kiosk = await way.ConnectAsync();
        await kiosk.SendAsync(SpiceBytes.MainLink.AsMemory(0, 20));
        await world.Arming.WaitArmedAsync("the deadline of a link message");

        world.Time.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal((ChannelEnding.Cut, 0), await kiosk.ReceiveEndAsync());
        await way.Reports.SeeOpenAsync(0);
        Assert.False(way.Machine!.IsCalled, "half a link message reached the machine");
    }

    [Fact]
    public async Task Kiosk_EndsBeforeItsLink_IsCutAndCountedOut()
    {
        await using var world = new RelayWorld();
        var way = await world.OpenAsync();
        using var kiosk = await way.ConnectAsync();
        await way.Reports.SeeOpenAsync(1);

        kiosk.EndSending();

        await kiosk.ReceiveEndAsync();
        await way.Reports.SeeOpenAsync(0);
    }

    [Fact]
    public async Task Kiosk_Resets_CutsItsMachinesChannel()
    {
        await using var world = new RelayWorld();
        var way = await world.OpenAsync();
        using var channel = await way.LinkAsync();

        ((SocketEnd)channel.Kiosk).Reset();

        await channel.Machine.ReceiveEndAsync();
        await way.Reports.SeeOpenAsync(0);
    }

    [Fact]
    public async Task Machine_DoesNotAccept_CutsTheKiosk()
    {
        await using var world = new RelayWorld();
        var way = await world.OpenAsync();
        way.Machine!.Dispose();

        using var kiosk = await world.CallAsync(way.Kiosk);

        Assert.Equal((ChannelEnding.Cut, 0), await kiosk.ReceiveEndAsync());
        await way.Reports.SeeOpenAsync(0);
    }

    /// <summary>Input that goes uncounted would end a session under its user's hands.</summary>
    [Fact]
    public async Task Inputs_MessageOutOfRange_CutsTheChannel()
    {
        await using var world = new RelayWorld();
        var way = await world.OpenAsync();
        using var inputs = await way.LinkAsync(ConsoleChannel.Inputs);

        await inputs.Kiosk.SendAsync(SpiceBytes.MiniHeader(111, InputsReader.MessageBytesMax + 1));

        Assert.Equal(ChannelEnding.Cut, (await inputs.Kiosk.ReceiveEndAsync()).Ending);
        await way.Reports.SeeOpenAsync(0);
    }

    [Fact]
    public async Task Connections_OverTheSessionsLimit_AreCutAndTheOthersStay()
    {
        await using var world = new RelayWorld(options => options with { ConnectionsPerSessionMax = 2 });
        var way = await world.OpenAsync();
        using var first = await way.LinkAsync();
        using var second = await way.LinkAsync(ConsoleChannel.Inputs);

        using var third = await world.CallAsync(way.Kiosk);

        Assert.Equal((ChannelEnding.Cut, 0), await third.ReceiveEndAsync());
        await world.PassAsync(second, KioskMessage.KeyDown);
        Assert.Equal(2, way.Activity!.OpenConnections);
    }

    [Fact]
    public async Task Connections_OverTheRelaysLimit_AreCutAndTheOthersStay()
    {
        await using var world = new RelayWorld(options => options with { ConnectionsMax = 1 });
        var way = await world.OpenAsync();
        var other = await world.OpenAsync();
        using var inputs = await way.LinkAsync(ConsoleChannel.Inputs);

        using var refused = await world.CallAsync(other.Kiosk);

        Assert.Equal((ChannelEnding.Cut, 0), await refused.ReceiveEndAsync());
        Assert.Empty(other.Reports.Seen);
        await world.PassAsync(inputs, KioskMessage.KeyDown);
    }

    [Fact]
    public async Task Flood_OfStrangers_IsCutAndTheSessionGoesOn()
    {
        await using var world = new RelayWorld();
        var way = await world.OpenAsync();
        using var inputs = await way.LinkAsync(ConsoleChannel.Inputs);
        var stranger = world.NextKiosk();

        for (var i = 0; i < Flood; i++)
        {
            using var end = await world.ConnectAsync(stranger);
            await end.ReceiveEndAsync();
        }

        Assert.Equal(Flood, world.Relay.ConnectionsRefused);
        Assert.Equal(1, world.Relay.ConnectionsOpen);
        await world.PassAsync(inputs, KioskMessage.MousePress);
    }

    /// <summary>In one of some ten thousand, accept began when the listener was already closed, and the pause after
    /// a failed accept never ended, because manual time stood still.</summary>
    [Fact]
    public async Task Relay_EndsAsItAccepts_NothingIsLeft()
    {
        for (var i = 0; i < Flood; i++)
        {
            var world = new RelayWorld();
            var way = await world.OpenAsync();
            using var kiosk = await way.ConnectAsync();
            await world.DisposeAsync().AsTask().Within($"the end of relay {i}");
        }
    }

    [Fact]
    public async Task Port_TakenByAnother_IsNamedWithTheWayOut()
    {
        await using var world = new RelayWorld();

        var error = Assert.Throws<RelayException>(() => SpiceRelay.Start(
            new RelayOptions(world.Relay.EndPoint), world.Time, NullLogger<SpiceRelay>.Instance));

        Assert.Equal(RelayFault.CannotListen, error.Fault);
        Assert.Contains($"{world.Relay.EndPoint}", error.Message, StringComparison.Ordinal);
        Assert.Contains("free it or configure another one", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_OfSilentPort_FailsAtItsDeadline()
    {
        await using var world = new RelayWorld();
        using var silent = new ScriptedMachine();
        var probe = world.Relay.ProbeAsync(silent.Port, TestContext.Current.CancellationToken);
        await world.Arming.WaitArmedAsync("the probe's deadline");

        world.Time.Advance(new RelayOptions(new IPEndPoint(IPAddress.Loopback, 0)).ProbeDeadline);

        Assert.False(await probe.Within("the end of a probe"), "a port that says nothing passed for a console");
    }

    [Fact]
    public async Task Probe_OfAConsole_SucceedsAndLeaves()
    {
        await using var world = new RelayWorld();
        using var machine = new ScriptedMachine();
        var probe = world.Relay.ProbeAsync(machine.Port, TestContext.Current.CancellationToken);
        using var end = await machine.AcceptAsync();
        await end.ReceiveAsync(SpiceLink.ProbeMessage.Length);

        await end.SendAsync(SpiceBytes.Reply);

        Assert.True(await probe.Within("the end of a probe"), "a good link reply did not pass the probe");
        Assert.Equal(0, (await end.ReceiveEndAsync()).Bytes);
    }
}
