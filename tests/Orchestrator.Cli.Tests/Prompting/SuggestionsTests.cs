using System.CommandLine;
using System.Diagnostics;
using Orchestrator.Contracts;
using Orchestrator.Cli.Prompting;

namespace Orchestrator.Cli.Tests.Prompting;

/// <summary>Completion of every verb and switch, asked as shells ask, and by the shells themselves.</summary>
public class SuggestionsTests
{
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
    public void Verbs_All_AreCompleted()
    {
        var root = Root();
        var verbs = Verbs(root, "").ToList();
        Assert.Contains("cluster token create", verbs);
        foreach (var verb in verbs)
        {
            Assert.Contains(verb.Split(' ')[^1], Suggestions.For(root, verb[..^1]));
            Assert.Contains(verb.Split(' ')[^1], Suggestions.For(root, verb[..(verb.LastIndexOf(' ') + 1)]));
        }
    }

    [Fact]
    public void Switches_All_AreCompleted()
    {
        var root = Root();
        foreach (var verb in Verbs(root, ""))
        {
            var command = verb.Split(' ').Aggregate(
                (Command)root, (at, word) => at.Subcommands.Single(one => one.Name == word));
            var suggested = Suggestions.For(root, verb + " --");
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
        using var output = new StringWriter();
        using var terminal = new Terminal(TextReader.Null, output, TextWriter.Null, isTerminal: false);

        await new Pbm(terminal).RunAsync([$"[suggest:{line.Length}]", line + "what stands behind the cursor"]);

        var told = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(words.Split(' '), told);
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

    private static RootCommand Root()
    {
        using var terminal = new Terminal(TextReader.Null, TextWriter.Null, TextWriter.Null, isTerminal: false);
        return new Pbm(terminal).Root(ApiTarget.DefaultSocket);
    }

    private static IEnumerable<string> Verbs(Command command, string before) => command.Subcommands.SelectMany(
        one => Verbs(one, $"{before}{one.Name} ").Prepend(before + one.Name));
}
