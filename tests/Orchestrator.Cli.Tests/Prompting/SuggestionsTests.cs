using System.CommandLine;
using System.Diagnostics;
using Orchestrator.Contracts;
using Orchestrator.Cli.Prompting;

namespace Orchestrator.Cli.Tests.Prompting;

/// <summary>Completion of every verb and switch, asked as shells ask, and by the shells themselves.</summary>
public class SuggestionsTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private const string Bash = """
        source <("$PBM" completion bash)
        pbm() { "$PBM" "$@"; }
        COMP_LINE=$1 COMP_POINT=${#1} COMP_WORDS=($1)
        [[ $1 == *' ' ]] && COMP_WORDS+=('')
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _pbm
        printf '%s\n' "${COMPREPLY[@]}"
        """;

    // The two words are the completion system's own; what stands between them is tested.
    private const string Zsh = """
        compdef() { : }
        compadd() { print -l -- "${(@P)2}" }
        source <("$PBM" completion zsh)
        pbm() { "$PBM" "$@" }
        words=("${(@s: :)1}")
        CURRENT=$#words
        _pbm
        """;

    [Fact]
    public async Task Verbs_All_AreCompleted()
    {
        var (root, suggestions) = Suggestions();
        var verbs = Verbs(root, "").ToList();
        Assert.Contains("cluster token create", verbs);
        foreach (var verb in verbs)
        {
            Assert.Contains(verb.Split(' ')[^1], await suggestions.ForAsync(verb[..^1]));
            Assert.Contains(
                verb.Split(' ')[^1], await suggestions.ForAsync(verb[..(verb.LastIndexOf(' ') + 1)]));
        }
    }

    [Fact]
    public async Task Switches_All_AreCompleted()
    {
        var (root, suggestions) = Suggestions();
        foreach (var verb in Verbs(root, ""))
        {
            var command = verb.Split(' ').Aggregate(
                (Command)root, (at, word) => at.Subcommands.Single(one => one.Name == word));
            var suggested = await suggestions.ForAsync(verb + " --");
            Assert.All(command.Options.Select(option => option.Name), name => Assert.Contains(name, suggested));
            Assert.Contains("--json", suggested);
        }
    }

    [Theory]
    [InlineData("pbm cluster t", "tail token")]
    [InlineData("pbm 127.0.0.1:9180 cluster t", "tail token")]
    [InlineData("pbm unix:/run/pbm/pbm.sock cluster t", "tail token")]
    [InlineData("/usr/local/bin/pbm  10.0.0.1:9181 cluster t", "tail token")]
    [InlineData("pbm cluster-sharding region-stats -r ", "machine pool session slot")]
    [InlineData("pbm completion ", "bash zsh")]
    [InlineData("pbm operator create anna --role ", "admin operator viewer")]
    public async Task Shell_Asking_IsToldTheWords(string line, string words)
    {
        Assert.Equal(words.Split(' '), await AskAsync(line));
    }

    [Theory]
    [InlineData("bash", Bash, "pbm cluster t", "tail token")]
    [InlineData("bash", Bash, "pbm 127.0.0.1:9180 pool ", "show clear resize")]
    [InlineData("bash", Bash, "pbm cluster leave --dead", "--deadline")]
    [InlineData("zsh", Zsh, "pbm cluster t", "tail token")]
    [InlineData("zsh", Zsh, "pbm 127.0.0.1:9180 pool ", "show clear resize")]
    [InlineData("zsh", Zsh, "pbm cluster leave --dead", "--deadline")]
    public async Task Shell_OfItsOwn_CompletesALine(string shell, string script, string line, string words)
    {
        var start = new ProcessStartInfo(shell)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PBM"] = Path.Combine(AppContext.BaseDirectory, "pbm") },
        };
        foreach (var argument in (string[])["-c", script, shell, line])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Equal("", await errors);
        var told = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(words.Split(' ').Order(), told.Order());
    }

    /// <summary>What the daemon knows is asked of the one that the line is for.</summary>
    [Theory]
    [InlineData("pool clear ", "demo win")]
    [InlineData("pool resize d", "demo")]
    [InlineData("pool resize demo ", "")]
    [InlineData("slot show -p w", "win")]
    [InlineData("slot release demo/", "demo/5920 demo/5921")]
    [InlineData("session end ", "1a21575deffe8381")]
    [InlineData("cluster leave server-", "server-a server-b")]
    [InlineData("cluster down server-b", "server-b")]
    [InlineData("cluster token revoke ", "0123456789abcdef")]
    public async Task Shell_AskingForAName_IsToldTheDaemonsOwn(string line, string words)
    {
        await using var daemon = new Answers();
        await daemon.StartAsync();
        SayNames(daemon);

        Assert.Equal(
            words.Split(' ', StringSplitOptions.RemoveEmptyEntries), await AskAsync($"pbm {daemon.Target} {line}"));
    }

    [Fact]
    public async Task Shell_AskingADaemonThatRefuses_IsToldNothing()
    {
        await using var daemon = new Answers();
        await daemon.StartAsync();

        Assert.Empty(await AskAsync($"pbm {daemon.Target} pool clear "));
        Assert.NotEmpty(daemon.Asked);
        Assert.Empty(await AskAsync($"pbm unix:{daemon.Folder}/nobody.sock pool clear "));
    }

    private static async Task<string[]> AskAsync(string line)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        using var terminal = new Terminal(TextReader.Null, output, errors, isTerminal: false);
        string[] asked = [$"[suggest:{line.Length}]", line + "what stands behind the cursor"];

        Assert.Equal(ExitCode.Success, await new Pbm(terminal).RunAsync(asked));

        Assert.Equal("", errors.ToString());
        return output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static void SayNames(Answers daemon)
    {
        daemon.Say(
            ApiRoutes.Pools,
            [new PoolStatus("demo", 2, 1, 0, 0, 0, At, [], []), new PoolStatus("win", 4, 0, 3, 1, 0, At, [], [])],
            ApiJson.Default.IReadOnlyListPoolStatus);
        daemon.Say(
            ApiRoutes.Slots,
            [.. new[] { 5920, 5921 }.Select(port =>
                new SlotStatus("demo", port, "free", null, null, null, 0, null, 0, null))],
            ApiJson.Default.IReadOnlyListSlotStatus);
        daemon.Say(
            ApiRoutes.Sessions,
            [Session("1a21575deffe8381", "connected"), Session("1a21575deffe8380", "ended")],
            ApiJson.Default.IReadOnlyListSessionStatus);
        daemon.Say(
            ApiRoutes.Cluster,
            new ClusterStatus("server-a", "server-a", SeesStore: true, [Member("server-a"), Member("server-b")]),
            ApiJson.Default.ClusterStatus);
        daemon.Say(
            ApiRoutes.JoinTokens,
            [
                new JoinTokenStatus("0123456789abcdef", "uid 0 (root)", At, At.AddHours(1), "open", null, null),
                new JoinTokenStatus("fedcba9876543210", "uid 0 (root)", At, At.AddHours(1), "used", "beta", At),
            ],
            ApiJson.Default.IReadOnlyListJoinTokenStatus);
    }

    private static SessionStatus Session(string id, string state) =>
        new(id, "demo", "10.0.0.9", state, 5920, null, At, null, null, null, null);

    private static ClusterMember Member(string node) => new(
        node, "up", IsReachable: true, null, null, [], new Dictionary<string, int>(), new Dictionary<string, int>());

    private static (RootCommand Root, Suggestions Suggestions) Suggestions()
    {
        using var terminal = new Terminal(TextReader.Null, TextWriter.Null, TextWriter.Null, isTerminal: false);
        var (root, call) = new Pbm(terminal).Root(ApiTarget.DefaultSocket);
        return (root, new Suggestions(root, call));
    }

    private static IEnumerable<string> Verbs(Command command, string before) => command.Subcommands.SelectMany(
        one => Verbs(one, $"{before}{one.Name} ").Prepend(before + one.Name));
}
