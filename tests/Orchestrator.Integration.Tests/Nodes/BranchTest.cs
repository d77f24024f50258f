using Orchestrator.Testing.Nodes;

namespace Orchestrator.Integration.Tests.Nodes;

/// <summary>A test of the branch that stands, or of a new one when the test before failed.</summary>
public abstract class BranchTest(ThreeServers servers) : IAsyncLifetime
{
    private protected BranchOfThree Branch => servers.Branch;

    public async ValueTask InitializeAsync() => await servers.RequireAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
        {
            await servers.DisposeAsync();
        }
    }
}
