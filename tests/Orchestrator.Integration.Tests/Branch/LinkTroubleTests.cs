using System.Buffers.Binary;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Integration.Tests.Branch;

/// <summary>A kiosk that was offered a machine and then sends no SPICE: cut, and the machine that it touched is
/// replaced.</summary>
[Collection(ServerCollection.Name)]
public sealed class LinkTroubleTests(RunningBranch branch) : IClassFixture<RunningBranch>
{
    private const string Address = "127.0.0.11";

    private static readonly TimeSpan CutBound = TimeSpan.FromSeconds(20);

    /// <summary>The header's size field, and then the counts and the offset within the message.</summary>
    [Theory]
    [InlineData(12, 0u)]
    [InlineData(12, 4097u)]
    [InlineData(12, uint.MaxValue)]
    [InlineData(22, 1025u)]
    [InlineData(26, uint.MaxValue)]
    [InlineData(30, uint.MaxValue)]
    public async Task Link_SizeOutOfRange_IsCutAndTheMachineReplaced(int offset, uint value)
    {
        var daemon = branch.Daemon;
        var before = await daemon.SeeAllCleanAsync();
        using var kiosk = await KioskClient.SignalAsync(Address, daemon.SignalPort);
        await kiosk.ReadUntilAsync("RULE ADDED");
        var link = Convert.FromHexString(
            "524544510200000002000000" + "1a000000" + "00000000" + "0100" + "01000000" + "01000000" + "12000000"
                + "0b000000" + "0f000000");
        BinaryPrimitives.WriteUInt32LittleEndian(link.AsSpan(offset), value);
        using var console = await SpiceClient.ConnectAsync(Address, daemon.ConsolePort);
        await console.SendAsync(link);
        Assert.True(await console.IsCutAsync(CutBound), "a link message with a size out of range was not cut");
        await daemon.SeeEndedAsync("disconnected");
        var after = await daemon.SeeAllCleanAsync();
        Assert.NotEqual(DaemonProcess.Text(before[0], "machine"), DaemonProcess.Text(after[0], "machine"));
    }
}
