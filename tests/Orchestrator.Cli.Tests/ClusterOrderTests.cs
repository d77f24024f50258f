using Orchestrator.Contracts;

namespace Orchestrator.Cli.Tests;

/// <summary>What an operator sees while a server leaves, and when one is given up.</summary>
public sealed class ClusterOrderTests : IAsyncLifetime
{
    private const string Leave = "/api/v1/cluster/members/beta/leave";
    private const string Gone = "server beta has left the branch; its daemon joins again only when it is started again";

    private readonly Answers _daemon = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public async ValueTask InitializeAsync()
    {
        await _daemon.StartAsync();
        _daemon.Say(Leave, new OrderDone("server beta leaves"), ApiJson.Default.OrderDone);
        _daemon.SayInTurn(
            ApiRoutes.Cluster, ApiJson.Default.ClusterStatus, Branch("leaving", 3, 2), Branch("leaving", 3, 2),
            Branch("leaving", 1, 1), Branch("exiting", 0, 0), Branch());
    }

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public async Task Leave_Piped_IsALineForEachChange()
    {
        Assert.Equal(ExitCode.Success, await RunAsync(false, "cluster", "leave", "beta"));

        Assert.Equal(
            [
                "server beta leaves",
                "beta | leaving |  | slots: 3 | sessions: 2",
                "beta | leaving |  | slots: 1 | sessions: 1",
                "beta | exiting |  | slots: 0 | sessions: 0",
                Gone,
            ],
            Lines());
    }

    [Fact]
    public async Task Leave_OnATerminal_RewritesItsLine()
    {
        Assert.Equal(ExitCode.Success, await RunAsync(true, "cluster", "leave", "beta"));

        Assert.Equal(
            "server beta leaves\n"
                + "\r\u001b[Kbeta | leaving |  | slots: 3 | sessions: 2"
                + "\r\u001b[Kbeta | leaving |  | slots: 1 | sessions: 1"
                + "\r\u001b[Kbeta | exiting |  | slots: 0 | sessions: 0\n"
                + Gone + "\n",
            _output.ToString());
    }

    [Fact]
    public async Task Leave_AsJson_IsALineOfJsonForEachChange()
    {
        Assert.Equal(ExitCode.Success, await RunAsync(true, "cluster", "leave", "beta", "--json"));

        var lines = Lines();
        Assert.Equal(5, lines.Length);
        Assert.Equal("""{"detail":"server beta leaves"}""", lines[0]);
        var seen = System.Text.Json.JsonSerializer.Deserialize(lines[2], ApiJson.Default.ClusterMember)!;
        Assert.Equal(("beta", "leaving", 1, 1), (seen.Node, seen.Status, seen.Machines, seen.Sessions));
        Assert.Equal($$"""{"detail":"{{Gone}}"}""", lines[4]);
    }

    [Theory]
    [InlineData("POST /api/v1/cluster/members/beta/leave", "beta")]
    [InlineData("POST /api/v1/cluster/members/beta/leave?within=600", "beta", "--deadline", "10m")]
    [InlineData("POST /api/v1/cluster/members/beta/leave?within=90", "beta", "-d", "90s")]
    [InlineData("POST /api/v1/cluster/members/beta/leave?within=7200", "beta", "-d", "2h")]
    public async Task Leave_WithoutWaiting_IsOneOrder(string request, params string[] typed)
    {
        Assert.Equal(ExitCode.Success, await RunAsync(false, ["cluster", "leave", "--no-wait", .. typed]));

        Assert.Equal([request], _daemon.Asked);
        Assert.Equal(["server beta leaves"], Lines());
    }

    [Fact]
    public async Task Leave_OfNobody_IsTheServerThatAnswers()
    {
        Assert.Equal(ExitCode.Success, await RunAsync(false, "cluster", "leave", "--no-wait"));

        Assert.Equal(["GET /api/v1/cluster", $"POST {Leave}"], _daemon.Asked);
    }

    [Fact]
    public async Task Leave_OfOneThatIsGivenUpMeanwhile_Fails()
    {
        _daemon.SayInTurn(
            ApiRoutes.Cluster, ApiJson.Default.ClusterStatus, Branch("leaving", 1, 1), Branch("down", 0, 0));

        Assert.Equal(ExitCode.Refused, await RunAsync(false, "cluster", "leave", "beta"));

        Assert.Contains("was given up while it left", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leave_OfOneThatIsCutOffMeanwhile_NamesTheWayOut()
    {
        _daemon.SayInTurn(
            ApiRoutes.Cluster, ApiJson.Default.ClusterStatus, Branch("leaving", 1, 1), Away(), Away(),
            Branch("exiting", 0, 0), Away(), Branch());

        Assert.Equal(ExitCode.Success, await RunAsync(false, "cluster", "leave", "beta"));

        var warnings = _errors.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(2, warnings.Length);
        Assert.All(warnings, line => Assert.Equal(
            "server beta cannot be reached now, and cannot go on leaving until it is back; if it will not come back: "
                + "pbm cluster down beta",
            line));
        Assert.Equal("beta | leaving | unreachable | slots: 0 | sessions: 0", Lines()[2]);
        Assert.Equal(Gone, Lines()[^1]);
    }

    [Theory]
    [InlineData("ten")]
    [InlineData("10")]
    [InlineData("-1s")]
    [InlineData("99999999h")]
    public async Task Leave_WithANonsenseDeadline_IsUsage(string deadline)
    {
        Assert.Equal(ExitCode.Usage, await RunAsync(false, "cluster", "leave", "beta", "-d", deadline));

        Assert.Contains($"'{deadline}' is no duration", _errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(_daemon.Asked);
    }

    [Theory]
    [InlineData("/api/v1/cluster/members/beta/down", "down", "beta")]
    [InlineData("/api/v1/cluster/down-unreachable", "down-unreachable")]
    public async Task Down_Typed_IsSentAndItsAnswerShown(string route, params string[] typed)
    {
        _daemon.Say(route, new OrderDone("server beta is down"), ApiJson.Default.OrderDone);

        Assert.Equal(ExitCode.Success, await RunAsync(false, ["cluster", .. typed]));

        Assert.Equal([$"POST {route}"], _daemon.Asked);
        Assert.Equal(["server beta is down"], Lines());
    }

    private static ClusterStatus Branch(string? status = null, int machines = 0, int sessions = 0) => new(
        "beta", "alpha", SeesStore: true,
        status is null
            ? []
            :
            [
                new ClusterMember(
                    "beta", status, true, "10.0.0.2:5907", "1.0", [], new Dictionary<string, int>(),
                    new Dictionary<string, int>())
                {
                    Machines = machines, Sessions = sessions,
                },
            ]);

    private static ClusterStatus Away()
    {
        var branch = Branch("leaving");
        return branch with { Members = [.. branch.Members.Select(member => member with { IsReachable = false })] };
    }

    private async Task<int> RunAsync(bool isTerminal, params string[] typed)
    {
        using var reader = new StringReader("");
        using var terminal = new Terminal(reader, _output, _errors, isTerminal);
        return await new Pbm(terminal) { ProgressPause = TimeSpan.Zero }.RunAsync([_daemon.Target, .. typed]);
    }

    private string[] Lines() => _output.ToString().TrimEnd('\n').Split('\n');
}
