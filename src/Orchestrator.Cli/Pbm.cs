using System.CommandLine;
using Orchestrator.Cli.Commands;
using Orchestrator.Cli.Output;
using Orchestrator.Cli.Prompting;
using Orchestrator.Contracts;

namespace Orchestrator.Cli;

/// <summary>Responsible for the command line as a whole: an optional `host:port` first, then a verb, or the
/// prompt.</summary>
internal sealed class Pbm(Terminal terminal)
{
    /// <summary>How often something that takes its time is looked at.</summary>
    public TimeSpan ProgressPause { get; init; } = TimeSpan.FromMilliseconds(500);

    public Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        if (Suggestions.Asked(arguments) is { } asked)
        {
            return SuggestAsync(asked.Target ?? DefaultTarget, asked.Text);
        }

        var rest = arguments;
        ApiTarget? target = null;
        if (arguments.Count > 0 && ApiTarget.TryParse(arguments[0], out target))
        {
            rest = [.. arguments.Skip(1)];
        }

        target ??= DefaultTarget;
        var (root, call) = Root(target);
        return rest.Count == 0
            ? new Prompt(terminal, root, new Suggestions(root, call), target).RunAsync()
            : InvokeAsync(root, rest);
    }

    private static ApiTarget DefaultTarget =>
        File.Exists(ApiTarget.DefaultSocket.Socket) ? ApiTarget.DefaultSocket : ApiTarget.DefaultPort;

    private async Task<int> SuggestAsync(ApiTarget target, string text)
    {
        var (root, call) = Root(target);
        foreach (var word in await new Suggestions(root, call).ForAsync(text).ConfigureAwait(false))
        {
            await terminal.Output.WriteLineAsync(word).ConfigureAwait(false);
        }

        return ExitCode.Success;
    }

    /// <summary>Errors of the command line are usage; everything else is the command's own code.</summary>
    internal Task<int> InvokeAsync(RootCommand root, IReadOnlyList<string> arguments)
    {
        var parsed = root.Parse([.. arguments]);
        var settings = new InvocationConfiguration
        {
            Output = terminal.Output,
            Error = terminal.Errors,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        if (parsed.Errors.Count == 0)
        {
            return parsed.InvokeAsync(settings, terminal.Interrupted);
        }

        foreach (var error in parsed.Errors)
        {
            terminal.Errors.WriteLine(error.Message);
        }

        terminal.Errors.WriteLine($"see: pbm {string.Join(' ', Verbs(parsed))} --help".Replace("  ", " "));
        return Task.FromResult(ExitCode.Usage);
    }

    private static Stack<string> Verbs(ParseResult parsed)
    {
        var verbs = new Stack<string>();
        for (var at = parsed.CommandResult; at is { Command: not RootCommand }; at = at.Parent as
            System.CommandLine.Parsing.CommandResult)
        {
            verbs.Push(at.Command.Name);
        }

        return verbs;
    }

    internal (RootCommand Root, Call Call) Root(ApiTarget target)
    {
        var call = new Call(terminal, target) { ProgressPause = ProgressPause };
        var root = new RootCommand(
            "Operates the pools of a server: pbm [host:port | unix:socket] VERB. Without a verb it asks for them.")
        {
            call.Json,
            call.Timeout,
            call.Certificate,
            call.Node,
            new Command("pool", "Pools: slots with warm machines.")
            {
                new PoolShowCommand(call), new PoolClearCommand(call), new PoolResizeCommand(call),
            },
            new Command("slot", "Slots: console ports, each with one machine.")
            {
                new SlotShowCommand(call), new SlotReleaseCommand(call), new SlotQuarantineCommand(call),
            },
            new Command("session", "Sessions: kiosks and their machines.")
            {
                new SessionShowCommand(call), new SessionEndCommand(call),
            },
            new Command("alarm", "What is wrong.") { new AlarmListCommand(call) },
            new Command("audit", "What was changed, and by whom.") { new AuditListCommand(call) },
            new Command("actor", "The actors of the node.")
            {
                new ActorHierarchyCommand(call), new ActorSystemCommand(call),
            },
            new Command("cluster", "The servers of the branch.")
            {
                new ClusterShowCommand(call), new ClusterStatusCommand(call), new ClusterLeaderCommand(call),
                new ClusterTailCommand(call),
                new ClusterLeaveCommand(call), new ClusterDownCommand(call), new ClusterDownUnreachableCommand(call),
                new ClusterInitCommand(call), new ClusterJoinCommand(call),
                new Command("token", "Tokens by which servers join the branch.")
                {
                    new TokenCreateCommand(call), new TokenListCommand(call), new TokenRevokeCommand(call),
                },
            },
            new Command("cluster-sharding", "What lives where.") { new RegionStatsCommand(call) },
            new Command("operator", "Who may call the servers from elsewhere.")
            {
                new OperatorCreateCommand(call), new OperatorListCommand(call), new OperatorShowCommand(call),
                new OperatorRevokeCommand(call), new OperatorRevokedCommand(call),
            },
            new Command("log", "The daemon's log.") { new LogTailCommand(call) },
            new CompletionCommand(call),
        };
        HelpWithExitCodes.AddTo(root);
        return (root, call);
    }
}
