using Orchestrator.Contracts;

namespace Orchestrator.Cli.Tests;

/// <summary>What `pbm cluster tail` shows, and how it ends.</summary>
public sealed class ClusterTailTests : IAsyncLifetime
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly ClusterEvent[] Events =
    [
        new(At, "member-up", "server-a", "10.0.0.1:5907"),
        new(At, "store-seen", "server-a", ""),
        new(At, "leader-changed", null, "no server writes the plan since server-a does not"),
    ];

    private readonly Answers _daemon = new();
    private readonly LineWriter _output = new();
    private readonly StringWriter _errors = new();
    private readonly Terminal _terminal;

    public ClusterTailTests() =>
        _terminal = new Terminal(TextReader.Null, _output, _errors, isTerminal: false);

    public async ValueTask InitializeAsync()
    {
        await _daemon.StartAsync();
        _daemon.SayWithoutEnd(ApiRoutes.ClusterEvents, ApiJson.Default.ClusterEvent, Events);
    }

    public async ValueTask DisposeAsync()
    {
        _terminal.Dispose();
        await _daemon.DisposeAsync();
    }

    [Fact]
    public async Task Tail_IsALineForEachEventUntilCtrlC()
    {
        var tail = new Pbm(_terminal).RunAsync([_daemon.Target, "cluster", "tail"]);

        Assert.Equal("2026-01-02T03:04:05Z | member-up | server-a | 10.0.0.1:5907", await NextAsync());
        Assert.Equal("2026-01-02T03:04:05Z | store-seen | server-a", await NextAsync());
        Assert.Equal(
            "2026-01-02T03:04:05Z | leader-changed |  | no server writes the plan since server-a does not",
            await NextAsync());
        Assert.False(tail.IsCompleted);

        _terminal.Interrupt();
        Assert.Equal(ExitCode.Success, await tail);
        Assert.Equal("", _errors.ToString());
    }

    [Fact]
    public async Task Tail_AsJson_IsTheContract()
    {
        var tail = new Pbm(_terminal).RunAsync([_daemon.Target, "cluster", "tail", "--json"]);

        var lines = new List<ClusterEvent?>();
        while (lines.Count < Events.Length)
        {
            lines.Add(System.Text.Json.JsonSerializer.Deserialize(await NextAsync(), ApiJson.Default.ClusterEvent));
        }

        Assert.Equal(Events, lines);
        _terminal.Interrupt();
        Assert.Equal(ExitCode.Success, await tail);
    }

    [Fact]
    public async Task Tail_ThatTheDaemonEnds_Fails()
    {
        _daemon.Say(ApiRoutes.ClusterEvents, Events[0], ApiJson.Default.ClusterEvent);

        Assert.Equal(
            ExitCode.Unreachable, await new Pbm(_terminal).RunAsync([_daemon.Target, "cluster", "tail"]));

        Assert.Contains("the daemon has ended it; see whether it runs", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tail_OfAServerThatStandsAlone_IsRefused()
    {
        _daemon.Say(
            ApiRoutes.ClusterEvents, new ErrorBody("no-cluster", "it stands alone"), ApiJson.Default.ErrorBody, 404);

        Assert.Equal(ExitCode.Refused, await new Pbm(_terminal).RunAsync([_daemon.Target, "cluster", "tail"]));

        Assert.Equal("it stands alone\n", _errors.ToString());
    }

    private Task<string> NextAsync() => _output.NextAsync("a line of the tail");
}
