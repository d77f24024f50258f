using Orchestrator.Testing.Branch;
using Orchestrator.Testing.Nodes;

namespace Orchestrator.Integration.Tests.Nodes;

/// <summary>The branch's store fails in the middle of everything, and comes back.</summary>
[Collection(NodesCollection.Name)]
public sealed class StoreTests(ThreeServers servers) : BranchTest(servers)
{
    private const int ValueBytes = 1_000_000;
    private const int ValuesMax = 40;

    [Fact]
    public async Task Member_Killed_NothingIsLost()
    {
        using var scene = await BusyScene.BeginAsync(Branch);
        (await Branch.CoordinatorAsync()).Store.Kill();
        await scene.SeeEverybodyServedAsync();
        await Branch.MakeWellAsync();
    }

    [Fact]
    public async Task Disk_Full_MemberDiesAlone()
    {
        using var scene = await BusyScene.BeginAsync(Branch);
        var victim = Branch.Servers[^1];
        victim.Store.FillDisk(bytesLeft: 2 * ValueBytes);
        for (var i = 0; i < ValuesMax && !IsOutOfSpace(victim); i++)
        {
            await scene.Entry.WriteToStoreAsync(ValueBytes);
        }

        await Eventually.SeeAsync(
            () => $"the member of {victim.Name} to have no disk left: {victim.Store.LogTail()}",
            () => Task.FromResult(IsOutOfSpace(victim)),
            isOut => isOut);
        await scene.SeeEverybodyServedAsync();
        victim.Store.Kill();
        victim.Store.FreeDisk();
        await Branch.MakeWellAsync();
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
        await Branch.MakeWellAsync();
    }

    private static bool IsOutOfSpace(BranchServer server) =>
        server.Store.LogTail().Contains("no space left", StringComparison.Ordinal);
}
