using Orchestrator.Simulation.Runs;

namespace Orchestrator.Simulation.Tests.Nodes;

/// <summary>Seeds of branches of several nodes that found a defect, by what it was. Each defect has a test of its own
/// in the product's test projects as well.</summary>
public sealed class NodesRegressionTests
{
    /// <summary>The write of a session's offer failed; its next incarnation did not know of the other node's machine,
    /// and that was kept for it for ever.</summary>
    [Theory]
    [InlineData(1038)]
    public void Claim_WriteOfTheOfferFails_IsEnded(ulong seed) => Holds(seed);

    private static void Holds(ulong seed)
    {
        var run = SeedRun.Of(seed, nodes: 0);
        Assert.True(
            run.Violation is null,
            $"seed {seed} step {run.Violation?.Step}: {run.Violation?.Rule}: {run.Violation?.Text}");
    }
}
