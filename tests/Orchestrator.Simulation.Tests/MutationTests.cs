using Orchestrator.Simulation.Mutations;

namespace Orchestrator.Simulation.Tests;

/// <summary>The rules bite: whatever is broken on purpose is noticed.</summary>
public sealed class MutationTests
{
    public static TheoryData<string> Names { get; } = [.. MutationList.All.Select(mutation => mutation.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Mutation_Armed_IsFound(string name)
    {
        var result = MutationHunt.Run(MutationList.All.Single(mutation => mutation.Name == name));
        Assert.True(result.Found is not null, $"'{name}' was not noticed within {MutationHunt.SeedsMax} seeds");
    }

    [Fact]
    public void Seeds_WithoutAMutation_ShowNoViolation()
    {
        for (var seed = 1UL; seed <= MutationHunt.SeedsMax; seed++)
        {
            var run = Runs.SeedRun.Of(seed);
            Assert.True(
                run.Violation is null,
                $"seed {seed} step {run.Violation?.Step}: {run.Violation?.Rule}: {run.Violation?.Text}");
        }
    }
}
