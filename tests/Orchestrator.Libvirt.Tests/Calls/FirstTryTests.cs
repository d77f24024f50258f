using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Libvirt.Calls;
using Orchestrator.Testing.Time;

namespace Orchestrator.Libvirt.Tests.Calls;

/// <summary>A call that comes before the first connection waits for it: that it is not there yet is no
/// news.</summary>
public sealed class FirstTryTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly TaskCompletionSource _opening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task FirstTry_Opens_EndsWithAConnection()
    {
        using var connection = Connect();
        Assert.False(connection.FirstTry.IsCompleted, "there is no connection yet");

        _opening.SetResult();

        await EndAsync(connection);
        Assert.Equal(1, connection.Enter().RunAndLeave(_ => 1));
    }

    [Fact]
    public async Task FirstTry_Fails_EndsWithTheReason()
    {
        using var connection = Connect();

        _opening.SetException(new HypervisorException(HypervisorFault.Unreachable, "told to fail"));

        await EndAsync(connection);
        var error = Assert.Throws<HypervisorException>(() => connection.Enter());
        Assert.Equal(HypervisorFault.Unreachable, error.Fault);
        Assert.Contains("told to fail", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FirstTry_Disposed_Ends()
    {
        var connection = Connect();

        connection.Dispose();

        await EndAsync(connection);
        _opening.SetResult();
    }

    private static Task EndAsync(LibvirtConnection connection) =>
        connection.FirstTry.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    private LibvirtConnection Connect() => new(
        new LibvirtOptions(),
        new ScriptedOpener { Opening = _opening.Task },
        _time,
        NullLogger.Instance,
        _ => { });
}
