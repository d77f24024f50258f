using System.Text.Json.Nodes;
using Orchestrator.Testing.Branch;
using Orchestrator.Testing.Nodes;

namespace Orchestrator.Integration.Tests.Nodes;

/// <summary>A server leaves the branch and joins it again while kiosks call all of them without a pause.</summary>
[Collection(NodesCollection.Name)]
public sealed class ComingAndGoingTests(ThreeServers servers) : BranchTest(servers)
{
    /// <summary>Beside those of the scene.</summary>
    private static readonly int[] CrowdKiosks = [4, 5, 6];

    [Fact]
    public async Task Server_LeavesAndJoins_KiosksAreServed()
    {
        using var scene = await BusyScene.BeginAsync(Branch);
        var (entry, leaving) = (scene.Entry, scene.Owner);
        var crowd = await GatherAsync();

        await entry.Daemon.Api.PostAsync($"cluster/members/{leaving.Name}/leave");
        await entry.SeeBranchAsync(
            $"{leaving.Name} leaving, with its one session",
            branch => DaemonProcess.Text(Member(branch, leaving), "status") == "leaving"
                && (int?)Member(branch, leaving)?["sessions"] == 1);
        await entry.SeeBranchAsync(
            $"no slot for {leaving.Name}, and all of them for others",
            branch => BranchOfThree.PlannedSlots(branch, leaving.Name) == 0
                && BranchOfThree.PlannedSlots(branch) == Branch.Settings.Size);
        await SeeMoreServedAsync(crowd);

        scene.Dispose();
        await entry.SeeBranchAsync($"{leaving.Name} gone", branch => Member(branch, leaving) is null);
        Assert.Empty(await leaving.Machine.DomainsAsync(BranchOfThree.Pool));
        Assert.Empty(await leaving.Machine.OverlaysAsync(BranchOfThree.Pool));
        await SeeMoreServedAsync(crowd);

        await leaving.Daemon.KillAsync();
        await leaving.StartDaemonAsync();
        await leaving.SeeAsync("a session at its own machine", "slots", slots => slots.Any(slot =>
            DaemonProcess.Text(slot, "machineState") == "inUse"));
        await SeeMoreServedAsync(crowd);

        // Its process ended in the middle of whatever call.
        Assert.DoesNotContain(await crowd.StopAsync(), name => name != leaving.Name);
        await Branch.MakeWellAsync();
    }

    private async Task<Crowd> GatherAsync()
    {
        var kiosks = new List<Station>();
        foreach (var number in CrowdKiosks)
        {
            kiosks.Add(await Branch.KioskAsync(number));
        }

        return Crowd.Start(kiosks, Branch.Servers);
    }

    private static async Task SeeMoreServedAsync(Crowd crowd)
    {
        var before = crowd.Served;
        await Eventually.SeeAsync(
            () => $"each of the {CrowdKiosks.Length} kiosks served once more than {before} times",
            () => Task.FromResult(crowd.Served),
            served => served >= before + CrowdKiosks.Length);
    }

    private static JsonNode? Member(JsonNode branch, BranchServer server) => branch["members"]!.AsArray()
        .FirstOrDefault(member => DaemonProcess.Text(member, "node") == server.Name);
}
