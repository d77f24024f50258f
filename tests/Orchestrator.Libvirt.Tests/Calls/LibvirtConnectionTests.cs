using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Libvirt.Calls;
using Orchestrator.Testing.Branch;
using Orchestrator.Testing.Time;
using Orchestrator.Testing.Waiting;

namespace Orchestrator.Libvirt.Tests.Calls;

public sealed class LibvirtConnectionTests : IDisposable
{
    private static readonly LibvirtOptions Options = new() { ConnectionsUnclosedMax = 2 };
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(Options.KeepAliveSeconds);

    private readonly ManualTimeProvider _time = new();
    private readonly Channel<HypervisorEvent> _news = Channel.CreateUnbounded<HypervisorEvent>();
    private readonly ScriptedOpener _opener = new();
    private readonly LibvirtConnection _connection;

    public LibvirtConnectionTests() => _connection = new LibvirtConnection(
        Options, _opener, _time, NullLogger.Instance, @event => _news.Writer.TryWrite(@event));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _opener.GoOn();
        _connection.Dispose();
    }

    [Fact]
    public async Task NoSignOfLife_UnderACall_IsReplaced()
    {
        var call = await HangAsync();

        await LoseAsync();
        await NextAsync<HypervisorReconnected>();

        var error = Assert.Throws<HypervisorException>(() => _connection.RequireCurrent(call));
        Assert.Equal(HypervisorFault.Unreachable, error.Fault);
        (await HangAsync()).RunAndLeave(_ => 0);
    }

    [Fact]
    public async Task GivenUp_WithACallInIt_ClosesWhenItReturns()
    {
        var first = await HangAsync();
        Assert.True(first.TryEnter());
        await LoseAsync();
        await NextAsync<HypervisorReconnected>();
        Assert.False(first.TryEnter(), "a call entered a connection that was given up");

        first.RunAndLeave(_ => 0);
        Assert.Equal(0, _opener.Closed);
        first.RunAndLeave(_ => 0);

        await SeeClosedAsync(1);
    }

    [Fact]
    public async Task GivenUp_WithoutACall_ClosesAtOnce()
    {
        var first = await HangAsync();
        first.RunAndLeave(_ => 0);

        await LoseAsync();
        await NextAsync<HypervisorReconnected>();

        await SeeClosedAsync(1);
    }

    [Fact]
    public async Task TooManyUnclosed_NoneIsOpenedUntilOneIsClosed()
    {
        var first = await HangAsync();
        await LoseAsync();
        await NextAsync<HypervisorReconnected>();
        await HangAsync();
        await LoseAsync();
        await SeeAsync("the reason", () => Fault().Contains("never returned", StringComparison.Ordinal));
        Assert.Equal(2, _opener.Opened);

        first.RunAndLeave(_ => 0);
        await SeeClosedAsync(1);
        await SeeAsync("the next connection", () =>
        {
            _time.Advance(Options.ReconnectMax);
            return _opener.Opened == 3;
        });
        await NextAsync<HypervisorReconnected>();
    }

    [Fact]
    public async Task ReplaceHung_TooManyUnclosed_KeepsTheLivingOne()
    {
        _connection.ReplaceHung(await HangAsync(), "a call hangs");
        await NextAsync<HypervisorLost>();
        await NextAsync<HypervisorReconnected>();
        var second = await HangAsync();

        _connection.ReplaceHung(second, "a call hangs");

        _connection.RequireCurrent(second);
        Assert.False(_news.Reader.TryPeek(out var more), $"there was one more event: {more}");
    }

    [Fact]
    public async Task ReplaceBroken_OpenOne_IsKept()
    {
        var first = await HangAsync();

        _connection.ReplaceBroken(first, "a call says so");
        _connection.RequireCurrent(first);

        _opener.IsBroken = true;
        _connection.ReplaceBroken(first, "a call says so");
        await NextAsync<HypervisorLost>();
        await NextAsync<HypervisorReconnected>();
    }

    /// <summary>A call that has entered the connection and does not return.</summary>
    private async Task<SharedConnection> HangAsync()
    {
        SharedConnection? entered = null;
        await SeeAsync("a connection", () =>
        {
            try
            {
                entered = _connection.Enter();
                return true;
            }
            catch (HypervisorException)
            {
                return false;
            }
        });
        return entered!;
    }

    /// <summary>The question for a sign of life hangs as well, until the test goes on.</summary>
    private async Task LoseAsync()
    {
        _opener.Hang();
        await SeeAsync("the question for a sign of life", () =>
        {
            _time.Advance(Interval);
            return _opener.Asked.Task.IsCompleted;
        });
        await SeeAsync("the loss", () =>
        {
            _time.Advance(Interval);
            return _news.Reader.TryPeek(out _);
        });
        await NextAsync<HypervisorLost>();
        _opener.GoOn();
    }

    private string Fault()
    {
        try
        {
            _connection.Enter().RunAndLeave(_ => 0);
            return "it is connected";
        }
        catch (HypervisorException error)
        {
            return error.Message;
        }
    }

    private Task<bool> SeeClosedAsync(int count) => SeeAsync($"{count} closed", () => _opener.Closed == count);

    private static Task<bool> SeeAsync(string what, Func<bool> see) =>
        Eventually.SeeAsync(what, () => Task.FromResult(see()), seen => seen);

    private async Task<T> NextAsync<T>()
        where T : HypervisorEvent
    {
        var next = _news.Reader.ReadAsync(Cancellation).AsTask();
        return Assert.IsType<T>(await next.Within(typeof(T).Name, () => "no event"));
    }
}
