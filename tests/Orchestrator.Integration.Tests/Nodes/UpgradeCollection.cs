namespace Orchestrator.Integration.Tests.Nodes;

/// <summary>Branches of servers of two versions; the network's names allow one branch at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class UpgradeCollection
{
    public const string Name = "upgrade";
}
