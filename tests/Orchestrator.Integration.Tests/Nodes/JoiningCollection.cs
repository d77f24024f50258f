namespace Orchestrator.Integration.Tests.Nodes;

/// <summary>Tests of one branch that servers join, one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class JoiningCollection : ICollectionFixture<FirstServer>
{
    public const string Name = "joining";
}
