using Orchestrator.Testing.Branch;
using Orchestrator.Testing.Nodes;

namespace Orchestrator.Integration.Tests.Nodes;

/// <summary>
/// A branch in which all that can be going on at one server is going on: one kiosk works on its machine, one on another
/// server's, one is offered a machine of the third, and one waits.
/// </summary>
internal sealed class BusyScene : IDisposable
{
    private const int Kiosks = 4;

    private readonly BranchOfThree _branch;
    private readonly List<Station> _kiosks = [];
    private readonly List<IDisposable> _open = [];

    private BusyScene(BranchOfThree branch) => _branch = branch;

    /// <summary>The server that all kiosks have called.</summary>
    public BranchServer Entry => _branch.Servers[0];

    /// <summary>The server whose machine a kiosk of <see cref="Entry"/> works on.</summary>
    public BranchServer Owner { get; private set; } = null!;

    /// <summary>The server whose machine a kiosk of <see cref="Entry"/> was offered.</summary>
    public BranchServer Offering => _branch.Servers.Single(server => server != Entry && server != Owner);

    public static async Task<BusyScene> BeginAsync(BranchOfThree branch)
    {
        await branch.MakeWellAsync();
        var scene = new BusyScene(branch);
        for (var i = 0; i < Kiosks; i++)
        {
            scene._kiosks.Add(await branch.KioskAsync(i));
        }

        await scene.WorkAsync(scene._kiosks[0]);
        var remote = await scene.WorkAsync(scene._kiosks[1]);
        Assert.NotEqual(scene.Entry.Name, remote.Owner);
        scene.Owner = branch.Find(remote.Owner);
        await scene.SignalAsync(scene._kiosks[2], "RULE ADDED");
        await scene.SignalAsync(scene._kiosks[3], "WAIT");
        return scene;
    }

    /// <summary>Everybody leaves, and comes back for another desktop.</summary>
    /// <param name="silenced">Servers that may take a call and say nothing, because the test sees to that.</param>
    public async Task SeeEverybodyServedAsync(params BranchServer[] silenced)
    {
        Dispose();
        var visitors = _kiosks.ConvertAll(kiosk => new Visitor(kiosk, _branch.Servers));
        await Task.WhenAll(visitors.Select(visitor => visitor.GetServedAsync()));
        Assert.DoesNotContain(
            visitors.SelectMany(visitor => visitor.Unanswered), name => silenced.All(server => server.Name != name));
    }

    public void Dispose()
    {
        foreach (var one in _open)
        {
            one.Dispose();
        }

        _open.Clear();
    }

    private async Task<WorkingKiosk> WorkAsync(Station kiosk)
    {
        var working = await WorkingKiosk.BeginAsync(kiosk, Entry);
        _open.Add(working);
        return working;
    }

    private async Task<KioskClient> SignalAsync(Station kiosk, string expected)
    {
        var line = await KioskClient.SignalAsync(kiosk, Entry.Signal);
        _open.Add(line);
        await line.ReadUntilAsync(expected);
        return line;
    }
}
