using Orchestrator.Simulation.Runs;

namespace Orchestrator.Simulation.Tests;

/// <summary>A seed is one run, whoever looks on.</summary>
public sealed class DeterminismTests
{
    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(77UL)]
    [InlineData(18446744073709551615UL)]
    public void Seed_RunTwice_PrintsTheSameHash(ulong seed)
    {
        var first = SeedRun.Of(seed);
        var second = SeedRun.Of(seed);
        Assert.Equal(first.Hash, second.Hash);
        Assert.Equal((first.Steps, first.Sessions, first.Virtual), (second.Steps, second.Sessions, second.Virtual));
    }

    [Fact]
    public void Seed_Traced_PrintsTheSameHash()
    {
        var traced = SeedRun.Of(3, traced: true);
        Assert.NotEmpty(traced.Trace);
        Assert.Equal(SeedRun.Of(3).Hash, traced.Hash);
    }

    [Fact]
    public void Seeds_Different_PrintDifferentHashes() =>
        Assert.NotEqual(SeedRun.Of(1).Hash, SeedRun.Of(2).Hash);
}
