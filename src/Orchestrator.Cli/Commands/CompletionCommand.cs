using System.CommandLine;

namespace Orchestrator.Cli.Commands;

/// <summary>The shell asks pbm itself, so that what is completed is what it knows.</summary>
internal sealed class CompletionCommand : Command
{
    private const string Bash = """
        _pbm() {
          local IFS=$'\n'
          local words=$(pbm "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
          COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -F _pbm pbm
        """;

    private const string Zsh = """
        _pbm() {
          local line="${(j: :)words[1,CURRENT]}"
          local -a words_of_pbm=("${(@f)$(pbm "[suggest:${#line}]" "$line" 2>/dev/null)}")
          compadd -a words_of_pbm
        }
        compdef _pbm pbm
        """;

    public CompletionCommand(Call call)
        : base("completion", "Prints what makes a shell complete pbm's words: source <(pbm completion bash)")
    {
        var shell = new Argument<string>("shell") { Description = "bash or zsh" };
        shell.AcceptOnlyFromAmong("bash", "zsh");
        Arguments.Add(shell);
        SetAction(parsed =>
        {
            call.Terminal.Output.WriteLine(parsed.GetRequiredValue(shell) == "bash" ? Bash : Zsh);
            return ExitCode.Success;
        });
    }
}
