using Orchestrator.Testing.Nodes;

namespace Orchestrator.Integration.Tests.Nodes;

/// <summary>The branch's store fails in the middle of everything, and comes back.</summary>
[Collection(NodesCollection.Name)]
public sealed class StoreTests(ThreeServers servers)
{
    private BranchOfThree Branch => servers.Branch;

    [Fact]
    public async Task Member_Killed_NothingIsLost()
    {
        using var scene = await BusyScene.BeginAsync(Branch);
        (await Branch.CoordinatorAsync()).Store.Kill();
        await scene.SeeEverybodyServedAsync();
        await Branch.RestoreAsync();
        await Branch.SeeWellAsync();
    }

    [Fact]
    public async Task Quorum_Lost_EachServesWithItsOwnMachines()
    {
        using var scene = await BusyScene.BeginAsync(Branch);
        foreach (var server in Branch.Servers.Skip(1))
        {
            server.Store.Kill();
        }

        foreach (var server in Branch.Servers)
        {
            await server.SeeBranchAsync("no store", branch => !branch["seesStore"]!.GetValue<bool>());
        }

        await scene.SeeEverybodyServedAsync();
        await Branch.RestoreAsync();
        await Branch.SeeWellAsync();
    }
}
