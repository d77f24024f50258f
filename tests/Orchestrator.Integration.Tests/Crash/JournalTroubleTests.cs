using Orchestrator.Integration.Tests.Branch;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Integration.Tests.Crash;

/// <summary>A journal that a crash has cut short is healed; one that is damaged otherwise is not worked on.</summary>
[Collection(ServerCollection.Name)]
public sealed class JournalTroubleTests
{
    private const string Address = "127.0.0.11";

    /// <summary>Bytes that the file of the last transactions ends earlier, or longer by half a record.</summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(-2000)]
    [InlineData(-4119)]
    [InlineData(2000)]
    public async Task LastRecord_Torn_IsHealed(int bytes)
    {
        await using var daemon = new DaemonProcess(new BranchSettings { Size = 1, Pool = "janitorInterval: 1s" });
        daemon.Start();
        await daemon.SeeAllCleanAsync();
        using var kiosk = await KioskClient.SignalAsync(Address, daemon.SignalPort);
        await kiosk.ReadUntilAsync("RULE ADDED");
        await daemon.SeeSessionAsync(
            "the offer", one => DaemonProcess.Text(one, "state") == "offered");
        await daemon.KillAsync();

        using (var log = new FileStream(daemon.JournalFile + "-wal", FileMode.Open))
        {
            Assert.NotEqual(0, log.Length);
            log.SetLength(log.Length + bytes);
        }

        daemon.Start();
        var slots = await daemon.SeeAllCleanAsync();
        await SeeOnlyAsync(daemon, DaemonProcess.Text(slots[0], "machine")!);
        using var next = await KioskClient.SignalAsync("127.0.0.12", daemon.SignalPort);
        await next.ReadUntilAsync("RULE ADDED");
    }

    /// <summary>Nothing is touched before somebody has decided; the way out that the daemon names is one.</summary>
    /// <param name="suffix">The damaged file's: the tables', or that of the log of transactions.</param>
    [Theory]
    [InlineData("")]
    [InlineData("-wal")]
    public async Task File_Damaged_RefusesAndSaysHowToRecover(string suffix)
    {
        await using var daemon = new DaemonProcess(new BranchSettings { Pool = "janitorInterval: 1s" });
        daemon.Start();
        await daemon.SeeAllCleanAsync();
        await daemon.KillAsync();
        var before = await daemon.LeftoversAsync();
        Damage(daemon.JournalFile, suffix);

        daemon.Start();
        Assert.Equal(1, await daemon.WaitForExitAsync());
        var said = daemon.LogTail();
        Assert.Contains($"journal {daemon.JournalFile} is damaged: ", said, StringComparison.Ordinal);
        Assert.Contains(
            $"move {daemon.JournalFile} and {daemon.JournalFile}-wal away and start again",
            said,
            StringComparison.Ordinal);
        Assert.Equal(before, await daemon.LeftoversAsync());

        File.Move(daemon.JournalFile, daemon.JournalFile + ".damaged");
        File.Delete(daemon.JournalFile + "-wal");
        daemon.Start();
        await daemon.SeeAllCleanAsync();
        var after = await Eventually.SeeAsync(
            "the old machines to be gone", daemon.LeftoversAsync, left => left.Count == before.Count
                && !left.Intersect(before).Any());
        Assert.Equal(2 * daemon.Settings.Size, after.Count);
        await daemon.SeeNoAlarmAsync();
    }

    /// <summary>The machines of before hold the slots' ports until the janitor has removed them: the slots wait for
    /// that, instead of failing until they are quarantined for minutes.</summary>
    [Fact]
    public async Task File_Lost_PoolIsFullAgainWithoutAQuarantine()
    {
        await using var daemon = new DaemonProcess(new BranchSettings { Pool = "janitorInterval: 3s" });
        daemon.Start();
        var old = (await daemon.SeeAllCleanAsync()).Select(slot => DaemonProcess.Text(slot, "machine")!).ToList();
        await daemon.KillAsync();
        foreach (var suffix in (string[])["", "-wal", "-shm"])
        {
            File.Delete(daemon.JournalFile + suffix);
        }

        daemon.Start();
        await daemon.SeeAsync("slots that wait for the old machines", "slots", slots =>
            slots.Count == old.Count && slots.All(slot =>
                old.Exists(machine => DaemonProcess.Text(slot, "waitsFor")?.Contains(
                    $"{machine} runs on console port", StringComparison.Ordinal) == true)));
        var slots = await daemon.SeeAllCleanAsync();

        Assert.All(slots, slot => Assert.DoesNotContain(DaemonProcess.Text(slot, "machine")!, old));
        Assert.All(old, machine => Assert.Contains(
            daemon.Logged("the janitor removes what has no owner"),
            line => line.Contains(machine, StringComparison.Ordinal)));
        Assert.Empty(daemon.Logged("clone failed"));
        Assert.Empty(daemon.Logged("is quarantined"));
        await daemon.SeeNoAlarmAsync();
    }

    /// <summary>Writes over what the first transactions have left.</summary>
    private static void Damage(string journal, string suffix)
    {
        using (var file = new FileStream(journal + suffix, FileMode.Open))
        {
            file.Write(new byte[8192].Select((_, at) => (byte)at).ToArray());
        }

        if (suffix.Length == 0)
        {
            // Where the log holds a table's page, that page of the tables is not read.
            File.Delete(journal + "-wal");
        }
    }

    private static async Task SeeOnlyAsync(DaemonProcess daemon, string machine) => await Eventually.SeeAsync(
        $"a domain and an overlay of machine {machine} only",
        daemon.LeftoversAsync,
        left => left.Count == 2 && left.All(name => name.Contains(machine, StringComparison.Ordinal)));
}
