using Orchestrator.Simulation.Mutations;
using Orchestrator.Simulation.Mutations.Nodes;

namespace Orchestrator.Simulation.Tests.Nodes;

/// <summary>The rules bite between nodes too: whatever is broken on purpose is noticed.</summary>
public sealed class NodeMutationTests
{
    public static TheoryData<string> Names { get; } = [.. NodeMutations.All.Select(mutation => mutation.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Mutation_Armed_IsFound(string name)
    {
        var result = MutationHunt.Run(NodeMutations.All.Single(mutation => mutation.Name == name));
        Assert.True(result.Found is not null, $"'{name}' was not noticed within {MutationHunt.SeedsMax} seeds");
    }
}
