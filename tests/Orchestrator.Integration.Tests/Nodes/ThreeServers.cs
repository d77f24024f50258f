using Orchestrator.Testing.Nodes;

namespace Orchestrator.Integration.Tests.Nodes;

/// <summary>The branch that these tests share, for as long as they leave it well.</summary>
public sealed class ThreeServers : IAsyncDisposable
{
    private BranchOfThree? _branch;

    public BranchOfThree Branch => _branch!;

    /// <summary>Starts the branch, unless it stands already.</summary>
    public async Task RequireAsync() => _branch ??= await BranchOfThree.StartAsync();

    /// <summary>What a test that failed has left says nothing about the next one's promises: that one gets another
    /// branch.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_branch is { } branch)
        {
            _branch = null;
            await branch.DisposeAsync();
        }
    }
}
