using Orchestrator.Testing.Branch;
using Orchestrator.Testing.Nodes;

namespace Orchestrator.Integration.Tests.Nodes;

/// <summary>A branch is upgraded one server after the other; meanwhile servers of two versions serve its
/// kiosks.</summary>
[Collection(UpgradeCollection.Name)]
public sealed class UpgradeTests
{
    /// <summary>A server's lease outlives its restart, however slow the machine is, so that nobody plans its slots
    /// elsewhere meanwhile.</summary>
    private const string LongLease = "60s";

    /// <summary>Nobody is cut for sitting still.</summary>
    private const string LongIdle = "10m";

    [Fact]
    public async Task Branch_UpgradedServerByServer_ServesItsKiosks()
    {
        var previous = await PreviousVersion.RequireAsync();
        await using var branch = await BranchOfThree.StartAsync(new BranchOfThreeSettings
        {
            LeaseTimeToLive = LongLease,
            IdleTimeout = LongIdle,
            Daemons = new Dictionary<string, string>
            {
                ["server-b"] = previous.Assembly,
                ["server-c"] = previous.Assembly,
            },
        });
        var upgraded = branch.Servers[0];
        var program = upgraded.Daemon.Assembly;
        await SeeOldAsync(branch, upgraded, previous, "server-b", "server-c");
        await UseAllAsync(branch, upgraded);
        await UseAllAsync(branch, branch.Servers[1]);

        using var local = await WorkingKiosk.BeginAsync(await branch.KioskAsync(0), upgraded);
        using var remote = await WorkingKiosk.BeginAsync(await branch.KioskAsync(1), upgraded);
        Assert.Equal(upgraded.Name, local.Owner);
        var owner = branch.Find(remote.Owner);
        var third = branch.Servers.Single(server => server != upgraded && server != owner);

        var kept = Assert.Single(await third.MachinesAsync("clean"));
        await third.Daemon.KillAsync();
        await UpgradeAsync(third, program);
        await SeeOldAsync(branch, upgraded, previous, owner.Name);
        await third.SeeAsync($"the machine {kept}, clean as before", "slots", slots =>
            slots.Count == 1 && DaemonProcess.Text(slots[0], "machine") == kept
                && DaemonProcess.Text(slots[0], "machineState") == "clean");
        await remote.SeeAtWorkAsync();

        await owner.Daemon.KillAsync();
        await remote.SeeCutAsync();
        remote.Dispose();
        await new Visitor(remote.Kiosk, [owner, upgraded, third]).GetServedAsync();
        await UpgradeAsync(owner, program);
        await SeeOldAsync(branch, upgraded, previous);
        await local.SeeAtWorkAsync();

        local.Dispose();
        await branch.SeeWellAsync();
        await UseAllAsync(branch, owner);
    }

    private static async Task UpgradeAsync(BranchServer server, string program)
    {
        server.Daemon.Assembly = program;
        await server.StartDaemonAsync();
    }

    /// <summary>As many kiosks as the branch has machines work at one server, each on another server's machine, and
    /// leave it well.</summary>
    private static async Task UseAllAsync(BranchOfThree branch, BranchServer entry)
    {
        var working = new List<WorkingKiosk>();
        for (var i = 0; i < branch.Settings.Size; i++)
        {
            working.Add(await WorkingKiosk.BeginAsync(await branch.KioskAsync(i), entry));
        }

        Assert.Equal(
            branch.Servers.Select(server => server.Name),
            working.Select(kiosk => kiosk.Owner).Order(StringComparer.Ordinal));
        working.ForEach(kiosk => kiosk.Dispose());
        await branch.SeeWellAsync();
    }

    /// <summary>Waits until these servers, and no others, are of the version before.</summary>
    private static async Task SeeOldAsync(
        BranchOfThree branch, BranchServer observer, PreviousVersion previous, params string[] old) =>
        await observer.SeeBranchAsync($"'{string.Join(' ', old)}' of the version before, and no others", seen =>
            seen["members"]!.AsArray() is var members
                && members.Count == branch.Servers.Count
                && members.All(member => DaemonProcess.Text(member, "status") == "up"
                    && DaemonProcess.Text(member, "version") is { } version
                    && old.Contains(DaemonProcess.Text(member, "node"))
                        == version.EndsWith(previous.Commit, StringComparison.Ordinal)));
}
