using Orchestrator.Testing.Branch;

namespace Orchestrator.Integration.Tests.Branch;

/// <summary>A daemon with one slot, for tests that leave it as they found it.</summary>
public sealed class RunningBranch : IAsyncLifetime
{
    public DaemonProcess Daemon { get; } = new(new BranchSettings { Size = 1 });

    public async ValueTask InitializeAsync()
    {
        Daemon.Start();
        await Daemon.SeeAllCleanAsync();
    }

    public ValueTask DisposeAsync() => Daemon.DisposeAsync();
}
