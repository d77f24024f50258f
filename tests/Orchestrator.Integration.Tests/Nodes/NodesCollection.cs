namespace Orchestrator.Integration.Tests.Nodes;

/// <summary>Tests of one branch of three servers, one after the other; each leaves it well.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class NodesCollection : ICollectionFixture<ThreeServers>
{
    public const string Name = "nodes";
}
