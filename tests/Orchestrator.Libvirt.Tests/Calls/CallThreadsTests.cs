using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Libvirt.Calls;
using Orchestrator.Testing.Time;

namespace Orchestrator.Libvirt.Tests.Calls;

public sealed class CallThreadsTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private static readonly LibvirtOptions OneThread = new()
    {
        CallsInFlightMax = 1,
        CallsWaitingMax = 2,
        CallStuckAfter = TimeSpan.FromMinutes(1),
    };

    private readonly ManualTimeProvider _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_Call_HasItsOwnThread()
    {
        using var calls = new CallThreads(OneThread, _time, () => { });
        var thread = await calls.RunAsync(() => Thread.CurrentThread, Cancellation).WaitAsync(Bound, Cancellation);

        Assert.Equal((false, "libvirt call"), (thread.IsThreadPoolThread, thread.Name));
    }

    [Fact]
    public async Task Run_Failure_IsTheCallers()
    {
        using var calls = new CallThreads(OneThread, _time, () => { });
        var failing = calls.RunAsync<int>(() => throw new InvalidOperationException("so it is"), Cancellation);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => failing.WaitAsync(Bound, Cancellation));
        Assert.Equal("so it is", error.Message);
    }

    [Fact]
    public async Task Run_TooManyWait_IsOverloaded()
    {
        using var calls = new CallThreads(OneThread, _time, () => { });
        using var gate = new ManualResetEventSlim();
        var first = await OccupyAsync(calls, gate);
        var waiting = Enumerable.Range(1, 2).Select(i => calls.RunAsync(() => i, Cancellation)).ToArray();

        var error = await Assert.ThrowsAsync<HypervisorException>(() => calls.RunAsync(() => 3, Cancellation));
        Assert.Equal(HypervisorFault.Overloaded, error.Fault);

        gate.Set();
        var answers = await Task.WhenAll(waiting).WaitAsync(Bound, Cancellation);
        Assert.Equal([1, 2], answers);
        await first.WaitAsync(Bound, Cancellation);
    }

    [Fact]
    public async Task Run_CallNeverReturns_IsWrittenOff()
    {
        var stuck = new TaskCompletionSource();
        using var calls = new CallThreads(OneThread, _time, stuck.SetResult);
        using var gate = new ManualResetEventSlim();
        var hanging = await OccupyAsync(calls, gate);
        var next = calls.RunAsync(() => 2, Cancellation);

        _time.Advance(OneThread.CallStuckAfter * 2);

        await stuck.Task.WaitAsync(Bound, Cancellation);
        Assert.Equal(2, await next.WaitAsync(Bound, Cancellation));
        gate.Set();
        await hanging.WaitAsync(Bound, Cancellation);
    }

    [Fact]
    public async Task Run_Cancelled_EndsTheWait()
    {
        using var calls = new CallThreads(OneThread, _time, () => { });
        using var gate = new ManualResetEventSlim();
        var first = await OccupyAsync(calls, gate);
        using var cancelling = new CancellationTokenSource();
        var ran = false;
        var waiting = calls.RunAsync(() => ran = true, cancelling.Token);
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        gate.Set();
        await first.WaitAsync(Bound, Cancellation);
        await calls.RunAsync(() => 1, Cancellation).WaitAsync(Bound, Cancellation);
        Assert.False(ran, "a call ran that nobody waited for");
    }

    /// <summary>Returns once the thread is in the call, which lasts until the gate opens.</summary>
    private static async Task<Task<int>> OccupyAsync(CallThreads calls, ManualResetEventSlim gate)
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var call = calls.RunAsync(
            () =>
            {
                entered.SetResult();
                gate.Wait();
                return 1;
            },
            Cancellation);
        await entered.Task.WaitAsync(Bound, Cancellation);
        return call;
    }
}
