using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Testing.Coordination;

/// <summary>A branch's store, nodes that use it, and what a test does to them from outside.</summary>
public interface ICoordinatorWorld : IAsyncDisposable
{
    /// <summary>A process of a node; disposing it is its crash.</summary>
    /// <param name="node">The node's name.</param>
    /// <param name="server">Which server it runs on.</param>
    ICoordinator Start(string node, string server);

    /// <summary>From now on the store has no majority.</summary>
    void LoseStore();

    void ReturnStore();

    /// <summary>The store forgets its history.</summary>
    Task CompactAsync();

    /// <summary>Lets time pass until the task completes, where the clock is the test's; bounded.</summary>
    Task PassUntilAsync(Task task, string expected, Func<string> there);
}
