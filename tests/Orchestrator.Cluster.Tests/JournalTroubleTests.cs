using Orchestrator.Core.Cluster;

namespace Orchestrator.Cluster.Tests;

/// <summary>A journal that fails at any moment while a kiosk has a machine of another node.</summary>
public sealed class JournalTroubleTests
{
    private const int AppendsOfASession = 5;

    public static TheoryData<string, int> Appends { get; } = Matrix();

    [Theory]
    [MemberData(nameof(Appends))]
    public async Task Append_FailsWhileAMachineIsLent_ItComesBack(string failing, int after)
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.StartPairAsync(machines: 1);
        var failed = failing == "alpha" ? alpha : beta;

        failed.Journal.FailNext(1, after);
        alpha.Signal(1);
        await world.PassAsync(TimeSpan.FromSeconds(3));
        if (alpha.RemoteOf(1) is not null)
        {
            alpha.Connect(1);
            await world.PassAsync(TimeSpan.FromSeconds(3));
            alpha.Disconnect(1);
        }

        await world.UntilAsync(
            "a failure and a clean machine of beta",
            () => failed.Log.Any(line => line.Contains("told to fail", StringComparison.Ordinal))
                && CleanOf(alpha, beta.Name) == 1);
        Assert.Empty(alpha.ConsolePath.Grants);
        var line = alpha.Signal(2);
        await world.UntilAsync("an offer", () => alpha.RemoteOf(2) is not null);
        Assert.NotEmpty(line.Lines);
    }

    private static int CleanOf(BranchNodeWorld node, NodeName owner) =>
        node.Coordinator.Snapshot.Find(owner)?.CleanMachines(BranchWorld.Pool) ?? 0;

    private static TheoryData<string, int> Matrix()
    {
        var matrix = new TheoryData<string, int>();
        foreach (var failing in new[] { "alpha", "beta" })
        {
            for (var after = 0; after < AppendsOfASession; after++)
            {
                matrix.Add(failing, after);
            }
        }

        return matrix;
    }
}
