using Orchestrator.Core.Cluster;
using Orchestrator.Core.Operators;
using Orchestrator.Testing.Coordination;

namespace Orchestrator.Coordination.Tests.Operators;

/// <summary>Revocations in the branch's store: what one node is told, every node knows.</summary>
public sealed class OperatorLedgerTests
{
    private static readonly RevokedOperator Anna = Revoked("anna", null);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Operator_RevokedAtOneNode_IsKnownAtAnother()
    {
        await using var world = new SimulatedCoordinatorWorld();
        await using var alpha = await StartAsync(world, "alpha");
        await using var beta = await StartAsync(world, "beta");

        await alpha.Operators.RevokeAsync(Anna, Cancellation);
        await alpha.Operators.RevokeAsync(Anna with { By = "somebody else" }, Cancellation);
        await alpha.Operators.RevokeAsync(Revoked("bert", "A1"), Cancellation);

        await SeeAsync(world, beta, [Anna, Revoked("bert", "A1")]);

        // Whoever is started later learns it too.
        await using var gamma = await StartAsync(world, "gamma");
        await SeeAsync(world, gamma, [Anna, Revoked("bert", "A1")]);
    }

    [Fact]
    public async Task Store_NotSeenYet_IsNotTakenForNobodyRevoked()
    {
        await using var world = new SimulatedCoordinatorWorld();
        world.LoseStore();
        await using var alpha = (EtcdCoordinator)world.Start("alpha", "server-alpha");

        Assert.Null(alpha.Operators.Revoked);
    }

    [Fact]
    public async Task Store_LostLater_LeavesWhatIsKnown()
    {
        await using var world = new SimulatedCoordinatorWorld();
        await using var alpha = await StartAsync(world, "alpha");
        await alpha.Operators.RevokeAsync(Anna, Cancellation);
        await SeeAsync(world, alpha, [Anna]);

        world.LoseStore();

        Assert.Equal([Anna], alpha.Operators.Revoked!);
    }

    private static RevokedOperator Revoked(string name, string? serial) =>
        new(OperatorName.Parse(name), serial, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), "root");

    private static async Task<EtcdCoordinator> StartAsync(SimulatedCoordinatorWorld world, string node)
    {
        var started = (EtcdCoordinator)world.Start(node, $"server-{node}");
        await started.AnnounceAsync(
            new NodeAnnouncement($"{node}:5907", "1.0", new NodeCapacity(1 << 30, 0, 4)), Cancellation);
        return started;
    }

    private static async Task SeeAsync(
        SimulatedCoordinatorWorld world, EtcdCoordinator node, IReadOnlyList<RevokedOperator> expected)
    {
        bool IsSeen() => node.Operators.Revoked is { } seen
            && seen.OrderBy(one => one.Name.Value).SequenceEqual(expected);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watch = node.Subscribe(_ =>
        {
            if (IsSeen())
            {
                done.TrySetResult();
            }
        });
        if (IsSeen())
        {
            done.TrySetResult();
        }

        await world.PassUntilAsync(
            done.Task, $"{expected.Count} revocations", () => $"{node.Operators.Revoked?.Count}");
    }
}
