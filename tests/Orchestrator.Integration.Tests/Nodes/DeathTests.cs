using Orchestrator.Testing.Nodes;

namespace Orchestrator.Integration.Tests.Nodes;

/// <summary>A daemon dies in the middle of everything, and is started again.</summary>
[Collection(NodesCollection.Name)]
public sealed class DeathTests(ThreeServers servers) : BranchTest(servers)
{
    [Fact]
    public async Task Entry_Killed_OthersServeItsKiosks()
    {
        using var scene = await BusyScene.BeginAsync(Branch);
        await KillAsync(scene, scene.Entry);
    }

    [Fact]
    public async Task Owner_Killed_KiosksGetOtherMachines()
    {
        using var scene = await BusyScene.BeginAsync(Branch);
        await KillAsync(scene, scene.Owner);
    }

    [Fact]
    public async Task Coordinator_Killed_AnotherPlans()
    {
        using var scene = await BusyScene.BeginAsync(Branch);
        await KillAsync(scene, await Branch.CoordinatorAsync());
    }

    [Fact]
    public async Task Everybody_Killed_BranchHeals()
    {
        using var scene = await BusyScene.BeginAsync(Branch);
        await Task.WhenAll(Branch.Servers.Select(server => server.Daemon.KillAsync()));
        await Branch.RestoreAsync();
        await scene.SeeEverybodyServedAsync();
        await Branch.SeeWellAsync();
    }

    private async Task KillAsync(BusyScene scene, BranchServer victim)
    {
        await victim.Daemon.KillAsync();
        await scene.SeeEverybodyServedAsync();

        // The plan covers the loss before the lost one comes back.
        await Branch.Servers.First(server => server != victim).SeeBranchAsync(
            $"no slot for {victim.Name}, and all of them for others",
            branch => BranchOfThree.PlannedSlots(branch, victim.Name) == 0
                && BranchOfThree.PlannedSlots(branch) == Branch.Settings.Size);
        await Branch.MakeWellAsync();
    }
}
