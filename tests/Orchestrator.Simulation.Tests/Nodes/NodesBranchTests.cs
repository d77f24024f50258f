using Orchestrator.Simulation.Runs;

namespace Orchestrator.Simulation.Tests.Nodes;

/// <summary>Branches of several nodes: a seed is one run, and its rules hold.</summary>
public sealed class NodesBranchTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 7)]
    [InlineData(4, 0)]
    public void Seed_RunTwice_PrintsTheSameHash(ulong seed, int nodes)
    {
        var first = SeedRun.Of(seed, nodes: nodes);
        var second = SeedRun.Of(seed, traced: true, nodes: nodes);
        Assert.Equal(first.Hash, second.Hash);
        Assert.Equal((first.Steps, first.Sessions, first.Virtual), (second.Steps, second.Sessions, second.Virtual));
        Assert.True(first.Violation is null, Text(first));
    }

    [Fact]
    public void Seeds_OfThreeNodes_HoldAllRulesAndDealWithEachOther()
    {
        var totals = new Totals();
        for (var seed = 1UL; seed <= 12; seed++)
        {
            var run = SeedRun.Of(seed, nodes: 3);
            Assert.True(run.Violation is null, Text(run));
            totals.Add(run);
        }

        Assert.True(totals.Sessions > 100, $"{totals.Sessions} sessions were served in 12 runs");
        Assert.True(totals.Remote > 100, $"{totals.Remote} machines were kept for other nodes' sessions in 12 runs");
        Assert.True(totals.Plans > 12, $"{totals.Plans} plans were written in 12 runs");
    }

    private static string Text(RunResult run) =>
        $"seed {run.Seed} step {run.Violation?.Step}: {run.Violation?.Rule}: {run.Violation?.Text}";
}
