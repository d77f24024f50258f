using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
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
        ThreadsWrittenOffMax = 1,
    };

    private readonly ManualTimeProvider _time = new();
    private readonly ConcurrentQueue<HypervisorEvent> _news = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_Call_HasItsOwnThread()
    {
        using var calls = Create(OneThread);
        var thread = await RunAsync(calls, () => Thread.CurrentThread).WaitAsync(Bound, Cancellation);

        Assert.Equal((false, "libvirt call"), (thread.IsThreadPoolThread, thread.Name));
    }

    [Fact]
    public async Task Run_Failure_IsTheCallers()
    {
        using var calls = Create(OneThread);
        var failing = RunAsync<int>(calls, () => throw new InvalidOperationException("so it is"));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => failing.WaitAsync(Bound, Cancellation));
        Assert.Equal("so it is", error.Message);
    }

    [Fact]
    public async Task Run_TooManyWait_IsOverloaded()
    {
        using var calls = Create(OneThread);
        using var gate = new ManualResetEventSlim();
        var first = await OccupyAsync(calls, gate);
        var waiting = Enumerable.Range(1, 2).Select(i => RunAsync(calls, () => i)).ToArray();

        var error = await Assert.ThrowsAsync<HypervisorException>(() => RunAsync(calls, () => 3));
        Assert.Equal(HypervisorFault.Overloaded, error.Fault);

        gate.Set();
        var answers = await Task.WhenAll(waiting).WaitAsync(Bound, Cancellation);
        Assert.Equal([1, 2], answers);
        await first.WaitAsync(Bound, Cancellation);
    }

    [Fact]
    public async Task Run_DeleteBehindClones_IsNext()
    {
        using var calls = Create(OneThread with { CallsWaitingMax = 8 });
        using var gate = new ManualResetEventSlim();
        var order = new ConcurrentQueue<CallKind>();
        var first = await OccupyAsync(calls, gate);
        CallKind[] kinds = [CallKind.Clone, CallKind.List, CallKind.Clone, CallKind.Delete, CallKind.Destroy];
        var waiting = kinds.Select(kind => calls.RunAsync(
            kind,
            _ =>
            {
                order.Enqueue(kind);
                return 0;
            },
            Cancellation)).ToArray();

        gate.Set();
        await Task.WhenAll(waiting).WaitAsync(Bound, Cancellation);
        await first.WaitAsync(Bound, Cancellation);
        Assert.Equal([CallKind.Delete, CallKind.Destroy, CallKind.List, CallKind.Clone, CallKind.Clone], order);
    }

    [Fact]
    public async Task Run_ClonesHang_LeaveAThreadToDelete()
    {
        using var calls = Create(OneThread with { CallsInFlightMax = 2, CallsWaitingMax = 8 });
        using var gate = new ManualResetEventSlim();
        var first = await OccupyAsync(calls, gate, CallKind.Clone);
        var second = calls.RunAsync(CallKind.Clone, _ => 2, Cancellation);

        Assert.Equal(3, await calls.RunAsync(CallKind.Delete, _ => 3, Cancellation).WaitAsync(Bound, Cancellation));
        Assert.False(second.IsCompleted, "a second clone ran beside the one that hangs");

        gate.Set();
        await Task.WhenAll(first, second).WaitAsync(Bound, Cancellation);
    }

    [Fact]
    public async Task Run_PastItsDeadline_IsOverdue()
    {
        using var calls = Create(OneThread);
        using var gate = new ManualResetEventSlim();
        var late = new TaskCompletionSource<int>();
        var hanging = await OccupyAsync(calls, gate, onLate: late.SetResult);

        _time.Advance(OneThread.CallDeadlines.List);

        var error = await Assert.ThrowsAsync<HypervisorException>(() => hanging.WaitAsync(Bound, Cancellation));
        Assert.Equal(HypervisorFault.Overdue, error.Fault);
        Assert.False(late.Task.IsCompleted, "the call came back before its gate opened");
        gate.Set();
        Assert.Equal(1, await late.Task.WaitAsync(Bound, Cancellation));
    }

    [Fact]
    public async Task Run_NoThreadInTime_IsOverloadedAndNeverRuns()
    {
        using var calls = Create(OneThread);
        using var gate = new ManualResetEventSlim();
        var first = await OccupyAsync(calls, gate, CallKind.Clone);
        var ran = false;
        var waiting = RunAsync(calls, () => ran = true);

        _time.Advance(OneThread.CallDeadlines.List);

        var error = await Assert.ThrowsAsync<HypervisorException>(() => waiting.WaitAsync(Bound, Cancellation));
        Assert.Equal(HypervisorFault.Overloaded, error.Fault);
        gate.Set();
        await first.WaitAsync(Bound, Cancellation);
        await RunAsync(calls, () => 1).WaitAsync(Bound, Cancellation);
        Assert.False(ran, "a call ran whose wait had failed");
    }

    [Fact]
    public async Task Run_CallNeverReturns_IsWrittenOff()
    {
        using var calls = Create(OneThread);
        using var gate = new ManualResetEventSlim();
        var stuck = new TaskCompletionSource();
        _ = await OccupyAsync(calls, gate, onStuck: stuck.SetResult);

        _time.Advance(OneThread.CallStuckAfter * 2);

        await stuck.Task.WaitAsync(Bound, Cancellation);
        Assert.Equal(2, await RunAsync(calls, () => 2).WaitAsync(Bound, Cancellation));
        gate.Set();
    }

    [Fact]
    public async Task Run_AllThreadsStuck_FailsAtOnceUntilOneReturns()
    {
        using var calls = Create(OneThread);
        using var gate = new ManualResetEventSlim();
        var late = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var i = 0; i <= OneThread.ThreadsWrittenOffMax; i++)
        {
            var stuck = new TaskCompletionSource();
            _ = await OccupyAsync(calls, gate, onStuck: stuck.SetResult, onLate: result => late.TrySetResult(result));
            _time.Advance(OneThread.CallStuckAfter * 2);
            await stuck.Task.WaitAsync(Bound, Cancellation);
        }

        var error = await Assert.ThrowsAsync<HypervisorException>(() => RunAsync(calls, () => 3));
        Assert.Equal(HypervisorFault.Overloaded, error.Fault);
        Assert.Contains("2 libvirt calls never returned", error.Message, StringComparison.Ordinal);
        gate.Set();
        await late.Task.WaitAsync(Bound, Cancellation);
    }

    [Fact]
    public async Task Run_OverdueTwice_IsDegradedThenRecovered()
    {
        using var calls = Create(OneThread with { CallsInFlightMax = 3 });
        using var gate = new ManualResetEventSlim();
        var hanging = new[] { await OccupyAsync(calls, gate), await OccupyAsync(calls, gate) };

        _time.Advance(OneThread.CallDeadlines.List);
        foreach (var one in hanging)
        {
            await Assert.ThrowsAsync<HypervisorException>(() => one.WaitAsync(Bound, Cancellation));
        }

        Assert.IsType<HypervisorDegraded>(Assert.Single(_news));
        for (var i = 0; i < OneThread.RecoveredAfterNormal; i++)
        {
            await RunAsync(calls, () => i).WaitAsync(Bound, Cancellation);
        }

        // The last answer reaches its caller before the judgement; one more call on the same thread comes after it.
        await RunAsync(calls, () => 0).WaitAsync(Bound, Cancellation);
        Assert.Collection(
            _news, one => Assert.IsType<HypervisorDegraded>(one), one => Assert.IsType<HypervisorRecovered>(one));
        gate.Set();
    }

    [Fact]
    public async Task Run_Cancelled_EndsTheWait()
    {
        using var calls = Create(OneThread);
        using var gate = new ManualResetEventSlim();
        var first = await OccupyAsync(calls, gate);
        using var cancelling = new CancellationTokenSource();
        var ran = false;
        var waiting = calls.RunAsync(CallKind.List, _ => ran = true, cancelling.Token);
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        gate.Set();
        await first.WaitAsync(Bound, Cancellation);
        await RunAsync(calls, () => 1).WaitAsync(Bound, Cancellation);
        Assert.False(ran, "a call ran that nobody waited for");
    }

    private static Task<T> RunAsync<T>(CallThreads calls, Func<T> work) =>
        calls.RunAsync(CallKind.List, _ => work(), Cancellation);

    /// <summary>Returns once the thread is in the call, which lasts until the gate opens.</summary>
    private static async Task<Task<int>> OccupyAsync(
        CallThreads calls,
        ManualResetEventSlim gate,
        CallKind kind = CallKind.List,
        Action<int>? onLate = null,
        Action? onStuck = null)
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var call = calls.RunAsync(
            kind,
            _ =>
            {
                entered.SetResult();
                gate.Wait();
                return 1;
            },
            Cancellation,
            onLate,
            onStuck);
        await entered.Task.WaitAsync(Bound, Cancellation);
        return call;
    }

    private CallThreads Create(LibvirtOptions options) =>
        new(options, _time, new CallWatch(options, _time, NullLogger.Instance, _news.Enqueue));
}
