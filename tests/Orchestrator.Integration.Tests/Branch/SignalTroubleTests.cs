using Orchestrator.Testing.Branch;

namespace Orchestrator.Integration.Tests.Branch;

/// <summary>Kiosks and strangers that behave badly cost little, and those who behave well are served.</summary>
[Collection(ServerCollection.Name)]
public sealed class SignalTroubleTests
{
    private const string First = "127.0.0.11";
    private const string Second = "127.0.0.12";
    private const string Third = "127.0.0.13";
    private const string Flooder = "127.0.0.66";
    private const int Flood = 1000;
    private const int ConnectionsPerKioskMax = 4;
    private const long MemoryBytesMax = 32 << 20;

    [Fact]
    public async Task Flood_FromOneAddress_IsBoundedAndOthersAreServed()
    {
        await using var daemon = new DaemonProcess(
            new BranchSettings { Signal = $"connectionsPerKioskMax: {ConnectionsPerKioskMax}" });
        daemon.Start();
        await daemon.SeeAllCleanAsync();
        var sockets = daemon.Sockets();
        var memory = daemon.MemoryBytes();

        var flood = new List<KioskClient>();
        try
        {
            for (var i = 0; i < Flood; i++)
            {
                flood.Add(await KioskClient.SignalAsync(Flooder, daemon.SignalPort));
            }

            // One of the two machines may be the flooder's; the other one is not.
            using var kiosk = await KioskClient.SignalAsync(First, daemon.SignalPort);
            await kiosk.ReadUntilAsync("RULE ADDED");
            await Eventually.SeeAsync(
                "the flood's sockets to be closed", () => Task.FromResult(daemon.Sockets()),
                open => open <= sockets + ConnectionsPerKioskMax + 1);
            var grown = daemon.MemoryBytes() - memory;
            Assert.True(grown < MemoryBytesMax, $"the flood cost {grown >> 20} MB of memory");
        }
        finally
        {
            flood.ForEach(client => client.Dispose());
        }

        await Eventually.SeeAsync(
            "no socket of the flood", () => Task.FromResult(daemon.Sockets()), open => open <= sockets + 1);
    }

    [Fact]
    public async Task Waiting_ResetOrGarbage_LeavesTheQueueHalfOpenStays()
    {
        await using var daemon = new DaemonProcess(
            new BranchSettings { Size = 1, Pool = "connectAttempts: 1000" });
        daemon.Start();
        await daemon.SeeAllCleanAsync();
        using var offered = await KioskClient.SignalAsync(First, daemon.SignalPort);
        await offered.ReadUntilAsync("RULE ADDED");

        using var halfOpen = await KioskClient.SignalAsync(Second, daemon.SignalPort);
        halfOpen.HalfClose();
        await halfOpen.ReadUntilAsync("WAIT position=1 ");
        var resetting = await KioskClient.SignalAsync(Third, daemon.SignalPort);
        await resetting.ReadUntilAsync("WAIT position=2 ");
        using var talking = await KioskClient.SignalAsync("127.0.0.14", daemon.SignalPort);
        await talking.ReadUntilAsync("WAIT position=3 ");
        using var last = await KioskClient.SignalAsync("127.0.0.15", daemon.SignalPort);
        await last.ReadUntilAsync("WAIT position=4 ");

        resetting.Reset();
        await last.ReadUntilAsync("WAIT position=3 ");
        await talking.SendAsync(new byte[65536]);
        await last.ReadUntilAsync("WAIT position=2 ");
        await halfOpen.ReadUntilAsync("WAIT position=1 ");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Offered_ResetOrGarbage_MachineIsCleanAgain(bool reset)
    {
        await using var daemon = new DaemonProcess(new BranchSettings { Size = 1, Pool = "connectAttempts: 2" });
        daemon.Start();
        var before = await daemon.SeeAllCleanAsync();
        using var kiosk = await KioskClient.SignalAsync(First, daemon.SignalPort);
        await kiosk.ReadUntilAsync("RULE ADDED");
        if (reset)
        {
            kiosk.Reset();
        }
        else
        {
            await kiosk.SendAsync(new byte[65536]);
            await kiosk.ReadToEndAsync();
        }

        await daemon.SeeSessionAsync(
            "the end of the offer", session => DaemonProcess.Text(session, "state") == "ended");
        var after = await daemon.SeeAllCleanAsync();
        Assert.Equal(DaemonProcess.Text(before[0], "machine"), DaemonProcess.Text(after[0], "machine"));
        using var next = await KioskClient.SignalAsync(Second, daemon.SignalPort);
        await next.ReadUntilAsync("RULE ADDED");
    }
}
