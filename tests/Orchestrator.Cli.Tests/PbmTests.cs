using Orchestrator.Contracts;

namespace Orchestrator.Cli.Tests;

/// <summary>What an operator types, sees, and can tell from the exit code.</summary>
public sealed class PbmTests : IAsyncLifetime
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly Answers _daemon = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public async ValueTask InitializeAsync()
    {
        await _daemon.StartAsync();
        _daemon.Say(
            ApiRoutes.Pools,
            [
                new PoolStatus("demo", 2, 1, 0, 0, 0, At, [], []),
                new PoolStatus("win", 4, 0, 3, 1, 0, At, [], ["golden image changed"]),
            ],
            ApiJson.Default.IReadOnlyListPoolStatus);
        _daemon.Say(
            ApiRoutes.Actors,
            new ActorTree("pbm", "branch-1", ["/pool-demo", "/pool-demo/5920", "/pool-demo/5920/a1", "/pool-win"], 0),
            ApiJson.Default.ActorTree);
    }

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public async Task PoolShow_Piped_IsRowsAndACount()
    {
        Assert.Equal(ExitCode.Success, await RunAsync("pool", "show"));

        Assert.Equal(["demo | 2 | 1 | 0 | 0 | 0", "win | 4 | 0 | 3 | 1 | 1", "Count: 2 pools"], Lines());
    }

    [Fact]
    public async Task PoolShow_OnATerminal_HasAHeadingAndColumns()
    {
        Assert.Equal(ExitCode.Success, await RunAsync(isTerminal: true, "", _daemon.Target, "pool", "show"));

        Assert.Equal(
            [
                "\u001b[2mpool | size | clean | waiting | orphans | alarms\u001b[0m",
                "demo | 2    | 1     | 0       | 0       | 0",
                "win  | 4    | 0     | 3       | 1       | 1",
                "Count: 2 pools",
            ],
            Lines());
    }

    [Fact]
    public async Task PoolShow_AsJson_IsTheDaemonsAnswer()
    {
        Assert.Equal(ExitCode.Success, await RunAsync("pool", "show", "--json"));

        var pools = System.Text.Json.JsonSerializer.Deserialize(
            _output.ToString(), ApiJson.Default.IReadOnlyListPoolStatus);
        Assert.Equal(["demo", "win"], pools!.Select(pool => pool.Name));
    }

    [Fact]
    public async Task Target_UnixSocket_IsCalled()
    {
        Assert.Equal(ExitCode.Success, await RunAsync(false, "", "unix:" + _daemon.Socket, "pool", "show"));

        Assert.Equal("Count: 2 pools", Lines()[^1]);
    }

    [Fact]
    public async Task Target_WhereNobodyAnswers_SaysWhatToDo()
    {
        Assert.Equal(ExitCode.Unreachable, await RunAsync(false, "", "unix:/nonexistent.sock", "pool", "show"));

        Assert.Contains("no daemon answers on unix:/nonexistent.sock", _errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("see whether it runs", _errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST /api/v1/pools/demo/resize?size=3", "pool", "resize", "demo", "3")]
    [InlineData("POST /api/v1/pools/demo/clear", "pool", "clear", "demo")]
    [InlineData("POST /api/v1/pools/demo/clear?refill=false", "pool", "clear", "demo", "--no-refill")]
    [InlineData("POST /api/v1/pools/demo/slots/5920/release", "slot", "release", "demo/5920")]
    [InlineData("POST /api/v1/pools/demo/slots/5920/quarantine", "slot", "quarantine", "demo/5920")]
    [InlineData("POST /api/v1/pools/demo/slots/5920/quarantine?reason=new%20disk",
        "slot", "quarantine", "demo/5920", "-r", "new disk")]
    [InlineData("POST /api/v1/sessions/b1/end", "session", "end", "b1")]
    [InlineData("POST /api/v1/operators/anna/revoke", "operator", "revoke", "anna")]
    [InlineData("POST /api/v1/operators/anna/revoke?serial=A1", "operator", "revoke", "anna", "-s", "A1")]
    public async Task Order_Typed_IsSentAndItsAnswerShown(string request, params string[] typed)
    {
        var route = request.Split(' ', '?')[1];
        _daemon.Say(route, new OrderDone("so it is"), ApiJson.Default.OrderDone);

        Assert.Equal(ExitCode.Success, await RunAsync(typed));

        Assert.Equal([request], _daemon.Asked);
        Assert.Equal(["so it is"], Lines());
    }

    [Fact]
    public async Task Revocations_Listed_AreRows()
    {
        _daemon.Say(
            ApiRoutes.RevokedOperators,
            [
                new OperatorRevocation("anna", null, At, "uid 0 (root)"),
                new OperatorRevocation("bert", "A1", At, "uid 0 (root)"),
            ],
            ApiJson.Default.IReadOnlyListOperatorRevocation);

        Assert.Equal(ExitCode.Success, await RunAsync("operator", "revoked"));

        Assert.Equal(
            [
                "anna | all | 2026-01-02T03:04:05Z | uid 0 (root)", "bert | A1 | 2026-01-02T03:04:05Z | uid 0 (root)",
                "Count: 2 revocations",
            ],
            Lines());
    }

    [Fact]
    public async Task Order_Refused_SaysWhyAndFails()
    {
        _daemon.Say(
            "/api/v1/sessions/b1/end",
            new ErrorBody("session-refused", "session b1 has ended already"),
            ApiJson.Default.ErrorBody,
            status: 409);

        Assert.Equal(ExitCode.Refused, await RunAsync("session", "end", "b1"));

        Assert.Equal("session b1 has ended already\n", _errors.ToString());
        Assert.Equal("", _output.ToString());
    }

    [Fact]
    public async Task Answer_ThatIsNoJson_IsSaid()
    {
        _daemon.Say(ApiRoutes.Pools, 502, "<html>");

        Assert.Equal(ExitCode.Refused, await RunAsync("pool", "show"));

        Assert.Contains("the daemon answered 502", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_ThatDoesNotCome_EndsAtTheTimeout()
    {
        Assert.Equal(ExitCode.TimedOut, await RunAsync("slot", "show", "--timeout", "0.05"));

        Assert.Contains("within 0.05 s", _errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("see: pbm pool --help", "pool")]
    [InlineData("see: pbm slot release --help", "slot", "release", "5920")]
    [InlineData("see: pbm pool resize --help", "pool", "resize", "demo", "many")]
    [InlineData("see: pbm --help", "pol", "show")]
    [InlineData("see: pbm cluster-sharding region-stats --help", "cluster-sharding", "region-stats", "-r", "cloud")]
    public async Task Usage_Wrong_NamesTheHelp(string help, params string[] typed)
    {
        Assert.Equal(ExitCode.Usage, await RunAsync(typed));

        Assert.EndsWith(help + "\n", _errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(_daemon.Asked);
    }

    [Theory]
    [InlineData("/pool-demo /pool-demo/5920 /pool-demo/5920/a1 /pool-win")]
    [InlineData("/pool-demo /pool-win", "-d", "1")]
    [InlineData("/pool-demo/5920 /pool-demo/5920/a1", "-s", "/pool-demo/5920")]
    [InlineData("/pool-demo/5920", "-s", "pool-demo/5920", "-d", "0")]
    [InlineData("/pool-demo/5920 /pool-demo/5920/a1", "-s", "pbm://pbm@branch-1/pool-demo/5920")]
    public async Task ActorHierarchy_FromAStart_IsCutAtItsDepth(string paths, params string[] switches)
    {
        Assert.Equal(ExitCode.Success, await RunAsync(["actor", "hierarchy", .. switches]));

        Assert.Equal(paths.Split(' '), Lines());
    }

    [Theory]
    [InlineData("show", "pbm://a@10.0.0.1:5907 | [entry,pool] | up |  | 1.0.0 | demo:2 | demo:4",
        "pbm://b | [] | down | unreachable |  |  | demo:0", "Count: 2 nodes")]
    [InlineData("status", "pbm://a@10.0.0.1:5907 | [entry,pool] | up |  | 1.0.0 | demo:2 | demo:4")]
    [InlineData("leader", "pbm://a")]
    public async Task Cluster_OfABranch_IsInTheOriginalsRows(string verb, params string[] lines)
    {
        _daemon.Say(
            ApiRoutes.Cluster,
            new ClusterStatus("a", "a", SeesStore: true,
            [
                new ClusterMember("a", "up", true, "10.0.0.1:5907", "1.0.0", ["entry", "pool"],
                    new Dictionary<string, int> { ["demo"] = 2 }, new Dictionary<string, int> { ["demo"] = 4 }),
                new ClusterMember("b", "down", false, null, null, [],
                    new Dictionary<string, int>(), new Dictionary<string, int> { ["demo"] = 0 }),
            ]),
            ApiJson.Default.ClusterStatus);

        Assert.Equal(ExitCode.Success, await RunAsync("cluster", verb));

        Assert.Equal(lines, Lines());
    }

    [Fact]
    public async Task Cluster_OfAServerThatStandsAlone_IsRefused()
    {
        _daemon.Say(ApiRoutes.Cluster, new ErrorBody("no-cluster", "it stands alone"), ApiJson.Default.ErrorBody, 404);

        Assert.Equal(ExitCode.Refused, await RunAsync("cluster", "show"));

        Assert.Equal("it stands alone\n", _errors.ToString());
    }

    [Fact]
    public async Task LogTail_OfWhatIsThere_IsTheLogsLines()
    {
        _daemon.Say(
            ApiRoutes.Log,
            new LogLine(At, "info", "Orchestrator.Pool", 5302, "pool demo: cleared"),
            ApiJson.Default.LogLine);

        Assert.Equal(ExitCode.Success, await RunAsync("log", "tail", "-n", "1", "--no-follow"));

        Assert.Equal(["GET /api/v1/log?last=1&follow=false"], _daemon.Asked);
        Assert.Equal(["2026-01-02T03:04:05Z info: Orchestrator.Pool[5302] pool demo: cleared"], Lines());
    }

    [Fact]
    public async Task Prompt_ReadsCommandsUntilExit()
    {
        var file = Path.Combine(_daemon.Folder, "pools.txt");

        var code = await RunAsync(
            false, $"actor system\n\nnonsense\npool show > {file}\nexit\nactor system\n", _daemon.Target);

        Assert.Equal(ExitCode.Success, code);
        var prompt = $"[{_daemon.Target}] pbm> ";
        Assert.Equal(
            $"pbm on {_daemon.Target}; help lists the verbs, exit leaves\n{prompt}pbm://pbm@branch-1\n"
                + $"{prompt}{prompt}{prompt}{prompt}",
            _output.ToString());
        Assert.Contains("nonsense", _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, File.ReadAllLines(file).Length);
    }

    [Fact]
    public async Task Prompt_AtATerminal_HasHistoryAndItsFile()
    {
        var history = Path.Combine(_daemon.Folder, "history");
        await File.WriteAllTextAsync(history, "actor system\n", TestContext.Current.CancellationToken);
        var keys = new Queue<ConsoleKeyInfo>(
        [
            Key(ConsoleKey.UpArrow), Key(ConsoleKey.Enter), Key(ConsoleKey.D, isControl: true),
        ]);
        using var terminal = new Terminal(TextReader.Null, _output, _errors, isTerminal: true)
        {
            ReadKey = keys.Dequeue,
            Width = () => 80,
            HistoryPath = history,
        };

        Assert.Equal(ExitCode.Success, await new Pbm(terminal).RunAsync([_daemon.Target]));

        Assert.Contains("pbm> actor system\npbm://pbm@branch-1\n", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PoolShow_OnATerminalWithoutColours_IsPlain()
    {
        using var terminal = new Terminal(TextReader.Null, _output, _errors, isTerminal: true) { HasColours = false };

        Assert.Equal(ExitCode.Success, await new Pbm(terminal).RunAsync([_daemon.Target, "pool", "show"]));

        Assert.Equal("pool | size | clean | waiting | orphans | alarms", Lines()[0]);
    }

    [Theory]
    [InlineData(true, "--help")]
    [InlineData(false, "pool", "--help")]
    public async Task Help_OfPbmItself_SaysWhatExitCodesMean(bool says, params string[] typed)
    {
        Assert.Equal(ExitCode.Success, await RunAsync(typed));

        foreach (var code in typeof(ExitCode).GetFields().Select(field => (int)field.GetRawConstantValue()!))
        {
            Assert.Equal(says, Lines().Any(line => line.StartsWith($"  {code}  ", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("bash", "complete -F _pbm pbm")]
    [InlineData("zsh", "compdef _pbm pbm")]
    public async Task Completion_OfAShell_IsItsScript(string shell, string last)
    {
        Assert.Equal(ExitCode.Success, await RunAsync("completion", shell));

        Assert.Equal(last, Lines()[^1]);
    }

    private Task<int> RunAsync(params string[] typed) => RunAsync(false, "", [_daemon.Target, .. typed]);

    private async Task<int> RunAsync(bool isTerminal, string input, params string[] typed)
    {
        using var reader = new StringReader(input);
        using var terminal = new Terminal(reader, _output, _errors, isTerminal);
        return await new Pbm(terminal).RunAsync(typed);
    }

    private static ConsoleKeyInfo Key(ConsoleKey key, bool isControl = false) =>
        new('\0', key, shift: false, alt: false, isControl);

    private string[] Lines() => _output.ToString().TrimEnd('\n').Split('\n');
}
