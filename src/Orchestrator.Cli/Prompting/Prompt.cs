using System.CommandLine;
using System.CommandLine.Parsing;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Prompting;

/// <summary>Responsible for asking for one command after the other, until `exit` or the input's end.</summary>
internal sealed class Prompt(Terminal terminal, RootCommand root, Suggestions suggestions, ApiTarget target)
{
    /// <summary>Null: nobody types, a file or a program does.</summary>
    private readonly LineEditor? _editor = terminal.ReadKey is { } keys
        ? new LineEditor(
            keys, terminal.Output, terminal.Width, new LineHistory(terminal.HistoryPath),
            suggestions.ForAsync)
        : null;

    public async Task<int> RunAsync()
    {
        await terminal.Output.WriteLineAsync($"pbm on {target}; help lists the verbs, exit leaves")
            .ConfigureAwait(false);
        var code = ExitCode.Success;
        while (true)
        {
            var line = await ReadAsync($"[{target}] pbm> ").ConfigureAwait(false);
            var words = CommandLineParser.SplitCommandLine(line ?? "exit").ToList();
            switch (words)
            {
                case []:
                    break;
                case ["exit" or "quit"]:
                    return code;
                case ["help"]:
                    code = await RunAsync(["--help"]).ConfigureAwait(false);
                    break;
                case [.., ">", var file]:
                    code = await RedirectAsync(words[..^2], file).ConfigureAwait(false);
                    break;
                default:
                    code = await RunAsync(words).ConfigureAwait(false);
                    break;
            }
        }
    }

    private async Task<string?> ReadAsync(string prompt)
    {
        if (_editor is not null)
        {
            return await _editor.ReadAsync(prompt).ConfigureAwait(false);
        }

        await terminal.Output.WriteAsync(prompt).ConfigureAwait(false);
        return await terminal.Input.ReadLineAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private Task<int> RunAsync(IReadOnlyList<string> words)
    {
        terminal.Rearm();
        return new Pbm(terminal).InvokeAsync(root, words);
    }

    private async Task<int> RedirectAsync(IReadOnlyList<string> words, string path)
    {
        var (output, isTerminal) = (terminal.Output, terminal.IsTerminal);
        try
        {
            using var file = new StreamWriter(path);
            (terminal.Output, terminal.IsTerminal) = (file, false);
            return await RunAsync(words).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            await terminal.Errors.WriteLineAsync($"'{path}' cannot be written: {error.Message}").ConfigureAwait(false);
            return ExitCode.Usage;
        }
        finally
        {
            (terminal.Output, terminal.IsTerminal) = (output, isTerminal);
        }
    }
}
