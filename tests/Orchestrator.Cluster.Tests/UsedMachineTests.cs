using Orchestrator.Cluster.Links;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;

namespace Orchestrator.Cluster.Tests;

/// <summary>Whatever happens at random, a machine is one kiosk's, once.</summary>
public sealed class UsedMachineTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(53)]
    public async Task Used_Machine_IsNeverOfferedAgain(int seed)
    {
        await using var world = new BranchWorld();
        var gamma = world.Start("gamma", machines: 1, branchSize: 3);
        var (alpha, beta) = await world.StartPairAsync(machines: 2, others: 1);
        var random = new Random(seed);
        var touched = new Dictionary<MachineName, SessionId>();
        world.Network.Loses = (_, _, message) => message is not Hello && random.Next(20) == 0;
        for (var turn = 0; turn < 250; turn++)
        {
            var entry = random.Next(2) == 0 ? alpha : gamma;
            var kiosk = random.Next(1, 5) + (entry == alpha ? 0 : 10);
            switch (random.Next(8))
            {
                case 0 or 1 or 2:
                    entry.Signal(kiosk);
                    break;
                case 3 or 4 or 5 when GrantOf(entry, kiosk) is { } grant && entry.Connect(kiosk):
                    touched[Machine(entry, grant)!.Value] = grant.Session;
                    break;
                case 6:
                    entry.Disconnect(kiosk);
                    break;
                case 7 when random.Next(4) == 0:
                    world.Network.Cut(entry.Name, beta.Name);
                    world.Network.Join(entry.Name, beta.Name);
                    break;
            }

            await world.PassAsync(TimeSpan.FromMilliseconds(random.Next(1, 15) * 100));
            Check(seed, turn, touched, [alpha, beta, gamma]);
        }

        Assert.True(touched.Count > 3, $"seed {seed}: only {touched.Count} machines were used");
        world.Network.Loses = null;
        await ComesToRestAsync(world, seed, [alpha, beta, gamma]);
    }

    /// <summary>Once every kiosk has left and nothing is lost any more, every machine is clean and no way is
    /// open.</summary>
    private static async Task ComesToRestAsync(BranchWorld world, int seed, BranchNodeWorld[] nodes)
    {
        foreach (var (node, kiosk) in nodes.SelectMany(node => Enumerable.Range(1, 20).Select(kiosk => (node, kiosk))))
        {
            while (node.ConsolePath.Grants.Any(grant => grant.Kiosk == KioskAddress.Parse($"10.0.0.{kiosk}")
                && node.ConsolePath.GetActivity(grant.Session)?.OpenConnections > 0))
            {
                node.Disconnect(kiosk);
            }
        }

        await world.UntilAsync(
            $"seed {seed}: no way is open", () => nodes.All(node => node.ConsolePath.Grants.Count == 0));
        var branch = nodes[0].Coordinator;
        await world.UntilAsync(
            $"seed {seed}: three clean machines",
            () => nodes.Sum(node => branch.Snapshot.Find(node.Name)!.CleanMachines(BranchWorld.Pool)) == 3);
    }

    /// <summary>No machine has two kiosks, and none that a session has touched has another one.</summary>
    private static void Check(
        int seed, int turn, Dictionary<MachineName, SessionId> touched, BranchNodeWorld[] nodes)
    {
        var ways = nodes.SelectMany(node => node.ConsolePath.Grants.Select(grant => (grant, Machine(node, grant))))
            .Where(way => way.Item2 is not null).ToDictionary(way => way.grant, way => way.Item2!.Value);
        Assert.True(
            ways.Values.Distinct().Count() == ways.Count,
            $"seed {seed}, turn {turn}: one machine, two kiosks: {string.Join("; ", ways)}");
        foreach (var (grant, machine) in ways)
        {
            Assert.True(
                !touched.TryGetValue(machine, out var user) || user == grant.Session,
                $"seed {seed}, turn {turn}: {machine} was used by {user} and is given to {grant}");
        }
    }

    private static ConsoleGrant? GrantOf(BranchNodeWorld node, int kiosk) => node.ConsolePath.Grants
        .FirstOrDefault(grant => grant.Kiosk == KioskAddress.Parse($"10.0.0.{kiosk}"));

    private static MachineName? Machine(BranchNodeWorld node, ConsoleGrant grant) => grant.Remote?.Machine
        ?? node.Hypervisor.Running.Where(name => name.Slot.ConsolePort == grant.ConsolePort)
            .Cast<MachineName?>().FirstOrDefault();
}
