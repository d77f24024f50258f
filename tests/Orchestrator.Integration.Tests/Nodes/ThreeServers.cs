using Orchestrator.Testing.Nodes;

namespace Orchestrator.Integration.Tests.Nodes;

/// <summary>The branch that these tests share.</summary>
public sealed class ThreeServers : IAsyncLifetime
{
    private BranchOfThree? _branch;

    public BranchOfThree Branch => _branch!;

    public async ValueTask InitializeAsync() => _branch = await BranchOfThree.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_branch is not null)
        {
            await _branch.DisposeAsync();
        }
    }
}
