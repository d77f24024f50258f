using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Core.Pools;
using Orchestrator.Daemon.Configuration;
using Orchestrator.Daemon.Signal;
using Orchestrator.Pool.Sessions;
using Orchestrator.Testing.Time;

namespace Orchestrator.Daemon.Tests.Signal;

public sealed class SignalPortTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly RecordingPools _pools = new();
    private readonly SignalAdmission _admission;
    private readonly SignalPort _port;

    public SignalPortTests()
    {
        _admission = new SignalAdmission(new SignalOptions(IPAddress.Loopback, 0, 300, 4, 1200), _time);
        _port = new SignalPort(PoolName.Parse("demo"), new IPEndPoint(IPAddress.Loopback, 0), _admission, _pools, _time,
            NullLogger<SignalPort>.Instance);
        _port.Start();
    }

    public ValueTask DisposeAsync() => _port.DisposeAsync();

    [Fact]
    public async Task Signal_OfKiosk_NamesPoolAndAddress()
    {
        using var kiosk = await Kiosk.SignalAsync(_port.EndPoint, from: "127.0.0.7");

        var signal = await _pools.NextAsync();

        Assert.Equal(("demo", "127.0.0.7"), (signal.Pool.Value, signal.Kiosk.ToString()));
    }

    [Fact]
    public async Task Close_AfterLines_FlushesThenEnds()
    {
        using var kiosk = await Kiosk.SignalAsync(_port.EndPoint);
        var line = (await _pools.NextAsync()).Line;

        line.Send("WAIT position=1 eta=3");
        line.Send("CONNECTED\nnot a second line");
        line.Close();
        line.Close();
        line.Send("never");

        Assert.Equal("WAIT position=1 eta=3\nCONNECTED not a second line\n", await kiosk.ReadToEndAsync());
        kiosk.Dispose();
        await NothingOpenAsync();
        Assert.False(line.HungUp.IsCancellationRequested);
    }

    [Fact]
    public async Task HalfClosedKiosk_IsNotHungUp()
    {
        using var kiosk = await Kiosk.SignalAsync(_port.EndPoint);
        kiosk.EndInput();
        var line = (await _pools.NextAsync()).Line;

        for (var i = 0; i < 3; i++)
        {
            line.Send("RULE ADDED, CONNECT NOW");
            Assert.Equal("RULE ADDED, CONNECT NOW\n", await kiosk.ReadLineAsync());
        }

        Assert.False(line.HungUp.IsCancellationRequested);
    }

    [Fact]
    public async Task ResetKiosk_IsHungUpOnce()
    {
        var kiosk = await Kiosk.SignalAsync(_port.EndPoint);
        var line = (await _pools.NextAsync()).Line;
        var calls = 0;
        var hungUp = HungUpAsync(() => Interlocked.Increment(ref calls), line.HungUp);

        kiosk.Reset();

        await Bound.Within(hungUp, "the line to be hung up after a reset");
        line.Send("too late");
        line.Close();
        await NothingOpenAsync();
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task HalfClosedKioskThatDies_IsHungUpByAWrite()
    {
        var kiosk = await Kiosk.SignalAsync(_port.EndPoint);
        kiosk.EndInput();
        var line = (await _pools.NextAsync()).Line;
        kiosk.Reset();

        await Bound.Until(
            () =>
            {
                line.Send("WAIT position=1 eta=1");
                return line.HungUp.IsCancellationRequested;
            },
            () => "expected a write to a dead kiosk to hang up, but writes went on");

        await NothingOpenAsync();
    }

    [Fact]
    public async Task KioskThatTalks_IsHungUpAtTheLimit()
    {
        using var kiosk = await Kiosk.SignalAsync(_port.EndPoint);
        var line = (await _pools.NextAsync()).Line;
        await Bound.Within(kiosk.WriteAsync(SignalLine.InputBytesMax), "the bytes below the limit to be taken");
        line.Send("still here");
        Assert.Equal("still here\n", await kiosk.ReadLineAsync());

        var hungUp = HungUpAsync(() => { }, line.HungUp);
        await Bound.Within(kiosk.WriteAsync(1), "one more byte to be taken");

        await Bound.Within(hungUp, "the line to be hung up beyond the limit");
        await NothingOpenAsync();
    }

    [Fact]
    public async Task KioskThatReadsNothing_IsHungUpAfterAWhile()
    {
        using var kiosk = await Kiosk.SignalAsync(_port.EndPoint, receiveBuffer: 2048);
        var line = (await _pools.NextAsync()).Line;
        Fill(line);
        Assert.False(line.HungUp.IsCancellationRequested, "dropped lines alone hung up");

        // The kernel may make room in its buffers once more while it moves what they hold: a line that it takes counts.
        for (var round = 0; round < 10 && !line.HungUp.IsCancellationRequested; round++)
        {
            _time.Advance(SignalLine.UnreadMax);
            Fill(line);
        }

        Assert.True(line.HungUp.IsCancellationRequested, "expected a hang-up after UnreadMax without reading");
        await NothingOpenAsync();

        static void Fill(ISignalLine line)
        {
            for (var i = 0; i < 5000; i++)
            {
                line.Send(new string('x', 500));
            }
        }
    }

    [Fact]
    public async Task ClosedLine_KioskStaysOpen_IsFreedAfterLinger()
    {
        using var kiosk = await Kiosk.SignalAsync(_port.EndPoint);
        (await _pools.NextAsync()).Line.Close();
        await kiosk.ReadToEndAsync();
        await Bound.Until(() => _time.PendingTimers > 0, () => "expected a linger timer, but none was armed");

        _time.Advance(SignalLine.LingerMax);

        await NothingOpenAsync();
    }

    [Fact]
    public async Task Flood_FromOneAddress_IsRefusedAndLeaksNothing()
    {
        var flood = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Kiosk.SignalAsync(_port.EndPoint)));
        using var other = await Kiosk.SignalAsync(_port.EndPoint, from: "127.0.0.2");
        await Bound.Until(() => _pools.SignalsWaiting == 5, () => $"expected 5 signals, got {_pools.SignalsWaiting}");
        Assert.Equal(5, _port.LinesOpen);

        while (_pools.SignalsWaiting > 0)
        {
            (await _pools.NextAsync()).Line.Close();
        }

        var answers = await Task.WhenAll(flood.Select(kiosk => kiosk.ReadToEndAsync()));
        const string Refusal = "REFUSED this address has 4 signal connections, its limit; close one\n";
        Assert.Equal(996, answers.Count(answer => answer == Refusal));
        Assert.Equal(4, answers.Count(answer => answer.Length == 0));
        Array.ForEach(flood, kiosk => kiosk.Dispose());
        other.Dispose();
        await NothingOpenAsync();
    }

    [Fact]
    public async Task TwoHundredKiosks_ComeAndGo_LeakNothing()
    {
        var kiosks = await Task.WhenAll(Enumerable.Range(0, 200)
            .Select(i => Kiosk.SignalAsync(_port.EndPoint, from: $"127.0.1.{i + 1}")));
        await Bound.Until(() => _port.LinesOpen == 200, () => $"expected 200 lines, got {_port.LinesOpen}");

        Array.ForEach(kiosks, kiosk => kiosk.Reset());

        await NothingOpenAsync();
    }

    [Fact]
    public async Task Stop_OpenLines_EndsWithoutHangingUp()
    {
        using var kiosk = await Kiosk.SignalAsync(_port.EndPoint);
        var line = (await _pools.NextAsync()).Line;

        await Bound.Within(_port.DisposeAsync().AsTask(), "the port to stop");

        Assert.Equal(string.Empty, await kiosk.ReadToEndAsync());
        Assert.False(line.HungUp.IsCancellationRequested);
    }

    [Fact]
    public void Start_PortTaken_SaysWhichAndWhatToDo()
    {
        var fault = Assert.Throws<StartException>(() => SignalListener.Open(_port.EndPoint).Dispose());

        Assert.StartsWith($"signal port {_port.EndPoint} cannot be opened:", fault.Message, StringComparison.Ordinal);
    }

    private static Task HungUpAsync(Action observed, CancellationToken token)
    {
        var hungUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        token.Register(() =>
        {
            observed();
            hungUp.TrySetResult();
        });
        return hungUp.Task;
    }

    private Task NothingOpenAsync() => Bound.Until(
        () => _port.LinesOpen == 0 && _admission.Open == 0,
        () => $"expected nothing open, but {_port.LinesOpen} lines and {_admission.Open} admissions are");
}
