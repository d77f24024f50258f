using System.Text.Json.Nodes;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Integration.Tests.Crash;

/// <summary>One branch for the whole matrix, which goes from crash to crash with one journal: what a crash leaves
/// behind is there for all that follow.</summary>
public sealed class CrashingBranch : IAsyncLifetime
{
    private const string LibvirtdPid = "/run/pbm/libvirtd.pid";

    public DaemonProcess Daemon { get; } = new(new BranchSettings
    {
        TakesCrashOrders = true,

        // Short rests and graces: what the matrix waits for is the daemon, not its pauses.
        Pool = "connectAttempts: 4, disconnectGrace: 100ms, janitorInterval: 1s, "
            + "failuresInARowMax: 2, quarantineRest: 1s, failedClonesPerMinuteMax: 600",
    });

    /// <summary>Machines whose consoles this test has reached for, by its own account.</summary>
    public HashSet<string> Touched { get; } = [];

    private CrashOrders Orders => new(Daemon);

    public async ValueTask InitializeAsync()
    {
        Daemon.Start();
        await Daemon.SeeAllCleanAsync();
    }

    /// <summary>Orders a kill beside the next event of this kind.</summary>
    public void Order(string @event, CrashMoment moment, CrashVictim victim) => Orders.Give(
        @event, moment, victim == CrashVictim.Daemon ? "self" : File.ReadAllText(LibvirtdPid).Trim());

    /// <summary>Waits for the kill that was ordered, and starts what was killed.</summary>
    /// <param name="victim">Who is killed.</param>
    /// <param name="life">What leads to the kill. It breaks off with the daemon; libvirtd's death it survives.</param>
    public async Task RestartVictimAsync(CrashVictim victim, Task life)
    {
        await Orders.SeeTakenAsync(life);
        if (victim == CrashVictim.Daemon)
        {
            await Daemon.WaitForExitAsync();
            await Assert.ThrowsAnyAsync<Exception>(() => life);
            Daemon.Start();
            return;
        }

        var pid = await File.ReadAllTextAsync(LibvirtdPid, TestContext.Current.CancellationToken);
        var process = "/proc/" + pid.Trim();
        await Eventually.SeeAsync(
            "libvirtd's end", () => Task.FromResult(Directory.Exists(process)), exists => !exists);
        await Command.RunAsync(Repository.File("deploy", "libvirt", "start.sh"));
        await life;
    }

    /// <summary>The pool is full of machines that nobody has used, libvirt holds these and no others, and the journal
    /// has never held a machine's second use.</summary>
    public async Task SeeHealedAsync()
    {
        var slots = await Daemon.SeeAsync(
            $"{Daemon.Settings.Size} clean machines that nobody was offered and used", "slots", all =>
                all.Count == Daemon.Settings.Size
                && all.All(slot => DaemonProcess.Text(slot, "machineState") == "clean"));
        var witness = await Witness.ReadAsync(Daemon.JournalFile + ".witness");
        Assert.Empty(witness.Violations);
        var clean = Machines(slots);
        Assert.Empty(clean.Intersect(witness.Soiled));
        Assert.Empty(clean.Intersect(Touched));
        await SeeOnlyAsync("domains", clean, async () => await Virsh.DomainsAsync(Daemon.Pool));
        await SeeOnlyAsync("overlays", clean, () => Task.FromResult(Virsh.Overlays(Daemon.Pool)));
        await Daemon.SeeAsync("no live session", "sessions", all =>
            all.All(session => DaemonProcess.Text(session, "state") == "ended"
                && (DaemonProcess.Text(session, "machine") is null
                    || DaemonProcess.Text(session, "machineGoneAt") is not null)));
        await Daemon.SeeNoAlarmAsync();
    }

    public async ValueTask DisposeAsync() => await Daemon.DisposeAsync();

    private static async Task SeeOnlyAsync(
        string what, IReadOnlyList<string> machines, Func<Task<IReadOnlyList<string>>> list) =>
        await Eventually.SeeAsync(
            $"{what} of exactly {string.Join(", ", machines)}",
            list,
            names => names.Count == machines.Count
                && machines.All(machine => names.Any(name => name.Contains(machine, StringComparison.Ordinal))));

    private static IReadOnlyList<string> Machines(JsonArray slots) =>
        [.. slots.Select(slot => DaemonProcess.Text(slot, "machine")!)];
}
