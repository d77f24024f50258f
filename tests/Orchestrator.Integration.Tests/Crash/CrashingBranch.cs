using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Integration.Tests.Crash;

/// <summary>One branch for the whole matrix, which goes from crash to crash with one journal: what a crash leaves
/// behind is there for all that follow.</summary>
public sealed class CrashingBranch : IAsyncLifetime
{
    private const string LibvirtdPid = "/run/pbm/libvirtd.pid";

    private DateTimeOffset _restartedAt = DateTimeOffset.MinValue;

    public DaemonProcess Daemon { get; } = new(new BranchSettings
    {
        TakesCrashOrders = true,

        // Short rests and graces: what the matrix waits for is the daemon, not its pauses.
        Pool = "connectAttempts: 4, disconnectGrace: 100ms, janitorInterval: 1s, "
            + "failuresInARowMax: 2, quarantineRest: 1s, failedClonesPerMinuteMax: 600",
    });

    /// <summary>Machines whose consoles this test has reached for, by its own account.</summary>
    public HashSet<string> Touched { get; } = [];

    internal CrashOrders Orders => new(Daemon);

    public async ValueTask InitializeAsync()
    {
        Daemon.Start();
        await Daemon.SeeAllCleanAsync();
    }

    /// <summary>Orders a kill beside the next event of this kind.</summary>
    public void Order(string @event, CrashMoment moment, CrashVictim victim, int number = 1) => Orders.Give(
        @event, moment, victim == CrashVictim.Daemon ? "self" : File.ReadAllText(LibvirtdPid).Trim(), number);

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
            _restartedAt = TimeProvider.System.GetUtcNow();
            return;
        }

        var pid = await File.ReadAllTextAsync(LibvirtdPid, TestContext.Current.CancellationToken);
        var process = "/proc/" + pid.Trim();
        await Eventually.SeeAsync(
            "libvirtd's end", () => Task.FromResult(Directory.Exists(process)), exists => !exists);
        await Command.RunAsync(Repository.File("deploy", "libvirt", "start.sh"));
        _restartedAt = TimeProvider.System.GetUtcNow();
        await life;
    }

    /// <summary>The pool is full of machines that nobody has used, libvirt holds these and no others, and the journal
    /// has never held a machine's second use.</summary>
    public async Task SeeHealedAsync()
    {
        // What was soiled or touched never becomes clean again, so that waiting hides nothing; what was offered in
        // spite of that is the witness's to tell.
        var slots = await Daemon.SeeAsync(
            $"{Daemon.Settings.Size} clean machines that nobody has touched or soiled", "slots", all =>
                all.Count == Daemon.Settings.Size
                && all.All(slot => DaemonProcess.Text(slot, "machineState") == "clean")
                && !Machines(all).Any(one => Touched.Contains(one) || ReadWitness().Soiled.Contains(one)));
        Assert.Empty(ReadWitness().Violations);
        var clean = Machines(slots);
        await SeeOnlyAsync("domains", clean, async () => await Virsh.DomainsAsync(Daemon.Pool));
        await SeeOnlyAsync("overlays", clean, () => Task.FromResult(Virsh.Overlays(Daemon.Pool)));
        await Daemon.SeeAsync("no session that lives or waits for its proof", "sessions", all =>
            all.All(session => DaemonProcess.Text(session, "state") == "ended"
                && (DaemonProcess.Text(session, "machine") is null
                    || DaemonProcess.Text(session, "machineGoneAt") is not null)));
        using var stranger = await SpiceClient.ConnectAsync(Lives.Address, Daemon.ConsolePort);
        Assert.True(await stranger.IsCutAsync(Eventually.Bound), "a console path was left open");
        await Daemon.SeeNoAlarmAsync();

        // A proof from before tells nothing, neither of what is there nor that libvirtd's events arrive again.
        await Daemon.SeeAsync($"the janitor's proof since {_restartedAt:O}", "pools", pools => pools.Count == 1
            && DaemonProcess.Text(pools[0], "provedAt") is { } at
            && DateTimeOffset.Parse(at, CultureInfo.InvariantCulture) > _restartedAt
            && pools[0]!["differences"]!.AsArray().Count == 0);
    }

    public async ValueTask DisposeAsync() => await Daemon.DisposeAsync();

    private Witness ReadWitness() => Witness.Read(Daemon.JournalFile + ".witness");

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
