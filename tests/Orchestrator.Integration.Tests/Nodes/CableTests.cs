namespace Orchestrator.Integration.Tests.Nodes;

/// <summary>A cable is pulled, deaf on one side, or slow in the middle of everything, and whole again.</summary>
[Collection(NodesCollection.Name)]
public sealed class CableTests(ThreeServers servers) : BranchTest(servers)
{
    private const int SlowKilobits = 2_000;
    private const int SlowMilliseconds = 400;

    [Fact]
    public async Task Entry_CutOff_OthersServeItsKiosks()
    {
        using var scene = await BusyScene.BeginAsync(Branch);
        await Branch.Switch.CutAsync(scene.Entry.Address);
        await HealAsync(scene);
    }

    [Fact]
    public async Task Owner_CutOff_KiosksGetOtherMachines()
    {
        using var scene = await BusyScene.BeginAsync(Branch);
        await Branch.Switch.CutAsync(scene.Owner.Address);
        await HealAsync(scene);
    }

    [Fact]
    public async Task Owner_DeafToEntry_BranchHeals()
    {
        using var scene = await BusyScene.BeginAsync(Branch);
        await Branch.Switch.DropAsync(scene.Entry.Address, scene.Owner.Address);
        await HealAsync(scene);
    }

    [Fact]
    public async Task Entry_DeafToOwner_BranchHeals()
    {
        using var scene = await BusyScene.BeginAsync(Branch);
        await Branch.Switch.DropAsync(scene.Owner.Address, scene.Entry.Address);
        await HealAsync(scene);
    }

    [Fact]
    public async Task Cables_Slow_KiosksAreServed()
    {
        using var scene = await BusyScene.BeginAsync(Branch);
        foreach (var server in Branch.Servers)
        {
            await Branch.Switch.SlowAsync(server.Address, SlowKilobits, SlowMilliseconds);
        }

        await HealAsync(scene);
    }

    private async Task HealAsync(BusyScene scene)
    {
        await scene.SeeEverybodyServedAsync();
        await Branch.MakeWellAsync();
    }
}
