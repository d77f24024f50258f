namespace Orchestrator.Integration.Tests.Branch;

/// <summary>Tests that share the machine's libvirt and its slot ports run one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ServerCollection
{
    public const string Name = "server";
}
