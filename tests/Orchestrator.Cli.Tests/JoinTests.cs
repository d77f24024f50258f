using System.Security.Cryptography.X509Certificates;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Tests;

/// <summary>How a branch begins, and the tokens by which it grows.</summary>
public sealed class JoinTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private readonly Answers _daemon = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pbm-init-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public async ValueTask InitializeAsync()
    {
        await _daemon.StartAsync();
        _daemon.Say(
            "/api/v1/cluster/tokens/0123456789abcdef/revoke", new OrderDone("token 0123456789abcdef is revoked"),
            ApiJson.Default.OrderDone);
    }

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Token_Created_IsAloneOnTheOutput()
    {
        _daemon.Say(
            ApiRoutes.JoinTokens, new JoinTokenCreated("0123456789abcdef", "pbm1.x.y.z", Noon),
            ApiJson.Default.JoinTokenCreated);

        Assert.Equal(ExitCode.Success, await RunAsync("cluster", "token", "create", "--ttl", "10m"));

        Assert.Equal(["POST /api/v1/cluster/tokens?ttl=600"], _daemon.Asked);
        Assert.Equal("pbm1.x.y.z\n", _output.ToString());
        Assert.StartsWith(
            "token 0123456789abcdef holds until 2026-11-26T12:00:00Z for one server", _errors.ToString(),
            StringComparison.Ordinal);
        Assert.DoesNotContain("pbm1.x.y.z", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_Listed_AreRows()
    {
        _daemon.Say(
            ApiRoutes.JoinTokens,
            [
                new JoinTokenStatus("0123456789abcdef", "uid 0 (root)", Noon, Noon.AddHours(1), "open", null, null),
                new JoinTokenStatus("fedcba9876543210", "uid 0 (root)", Noon, Noon.AddHours(1), "used", "beta", Noon),
            ],
            ApiJson.Default.IReadOnlyListJoinTokenStatus);

        Assert.Equal(ExitCode.Success, await RunAsync("cluster", "token", "list"));

        Assert.Equal(
            """
            0123456789abcdef | open | 2026-11-26T13:00:00Z | uid 0 (root) |  |
            fedcba9876543210 | used | 2026-11-26T13:00:00Z | uid 0 (root) | beta | 2026-11-26T12:00:00Z
            Count: 2 tokens

            """,
            _output.ToString());
    }

    [Fact]
    public async Task Token_Revoked_IsTold()
    {
        Assert.Equal(ExitCode.Success, await RunAsync("cluster", "token", "revoke", "0123456789abcdef"));

        Assert.Equal("token 0123456789abcdef is revoked\n", _output.ToString());
    }

    [Fact]
    public async Task Init_OnAFirstServer_MakesWhatItNeeds()
    {
        Assert.Equal(ExitCode.Success, await InitAsync());

        Assert.Equal(
            ["branch-ca.key", "branch-ca.pem", "cluster.yaml", "etcd.env", "node.key", "node.pem"],
            Directory.GetFiles(_folder.FullName).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(await GoldenAsync("cluster.yaml"), Written("cluster.yaml"));
        Assert.Equal(await GoldenAsync("etcd.env"), Written("etcd.env"));
        Assert.Contains("deploy/cluster/etcd.sh start", _output.ToString(), StringComparison.Ordinal);
        using var certificate = X509Certificate2.CreateFromPemFile(
            Path.Combine(_folder.FullName, "node.pem"), Path.Combine(_folder.FullName, "node.key"));
        Assert.True(certificate.MatchesHostname("alpha"));
        foreach (var secret in new[] { "branch-ca.key", "node.key" })
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(Path.Combine(_folder.FullName, secret)));
        }
    }

    [Fact]
    public async Task Init_WhereABranchIs_ChangesNothing()
    {
        await InitAsync();
        var before = Written("branch-ca.pem");

        Assert.Equal(ExitCode.Refused, await InitAsync());

        Assert.Contains("is of a branch already", _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, Written("branch-ca.pem"));
    }

    [Theory]
    [InlineData("'Alpha' is not 1 to 63", "--node", "Alpha", "--address", "10.0.0.1:5907")]
    [InlineData("'10.0.0.1' is not host:port", "--node", "alpha", "--address", "10.0.0.1")]
    public async Task Init_WithAWrongName_IsUsage(string expected, params string[] typed)
    {
        Assert.Equal(
            ExitCode.Usage, await RunAsync(["cluster", "init", .. typed, "--directory", _folder.FullName]));

        Assert.Contains(expected, _errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public async Task Join_OfThisServer_IsTheDaemonsDoing()
    {
        var told = Path.Combine(_folder.FullName, "told");
        var daemon = await WriteDaemonAsync($"echo \"$@\" > {told}\nexit 1\n");

        var code = await JoinAsync("--etcd", "etcd.sh", "--daemon", daemon);

        Assert.Equal(1, code);
        Assert.Equal(
            "join 10.0.0.1:5907 --token pbm1.x --node beta --address 10.0.0.2:5907 --etcd etcd.sh\n",
            await File.ReadAllTextAsync(told, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Join_AsJson_IsOneLineAndTheRestForWhoLooksOn()
    {
        var daemon = await WriteDaemonAsync("echo 40 % of golden\necho joined\n");

        var code = await JoinAsync("--daemon", daemon, "--json");

        Assert.Equal(ExitCode.Success, code);
        Assert.Equal("40 % of golden\njoined\n", _errors.ToString());
        Assert.Equal(
            "{\"detail\":\"this server is node beta of its branch; start its daemon\"}\n", _output.ToString());
    }

    [Fact]
    public async Task Join_WithoutTheDaemon_SaysWhatToDo()
    {
        var code = await JoinAsync("--daemon", "/nonexistent/orchestrator");

        Assert.Equal(ExitCode.Refused, code);
        Assert.Contains("install it on this server", _errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cluster t", "token")]
    [InlineData("cluster token ", "create")]
    [InlineData("cluster init --ad", "--address")]
    public async Task Completion_OfItsWords_KnowsThem(string typed, string expected)
    {
        var line = $"pbm {typed}";

        using var terminal = new Terminal(TextReader.Null, _output, _errors, isTerminal: false);
        await new Pbm(terminal).RunAsync([$"[suggest:{line.Length}]", line]);

        Assert.Contains(expected, _output.ToString().Split('\n'));
    }

    /// <summary>A script in the daemon's place.</summary>
    private async Task<string> WriteDaemonAsync(string script)
    {
        var daemon = Path.Combine(_folder.FullName, "orchestrator");
        await File.WriteAllTextAsync(daemon, $"#!/bin/sh\n{script}", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(daemon, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return daemon;
    }

    private Task<int> JoinAsync(params string[] more) => RunAsync(
    [
        "cluster", "join", "10.0.0.1:5907", "--token", "pbm1.x", "--node", "beta", "--address", "10.0.0.2:5907",
        .. more,
    ]);

    private Task<int> InitAsync() => RunAsync(
        "cluster", "init", "--node", "alpha", "--address", "10.0.0.1:5907", "--directory", _folder.FullName,
        "--etcd-data", "/var/lib/pbm/etcd");

    private string Written(string name) => File.ReadAllText(Path.Combine(_folder.FullName, name))
        .Replace(_folder.FullName, "/etc/pbm", StringComparison.Ordinal);

    private static Task<string> GoldenAsync(string name) =>
        File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "testdata", "init", name));

    private async Task<int> RunAsync(params string[] arguments)
    {
        using var terminal = new Terminal(TextReader.Null, _output, _errors, isTerminal: false);
        return await new Pbm(terminal).RunAsync([_daemon.Target, .. arguments]);
    }
}
