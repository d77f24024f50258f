using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Orchestrator.Cli.Output;

/// <summary>The help of pbm itself ends with what its exit codes mean.</summary>
internal sealed class HelpWithExitCodes(HelpAction help) : SynchronousCommandLineAction
{
    private static readonly string Codes = $"""
        Exit codes:
          {ExitCode.Success}  done
          {ExitCode.Refused}  the server refuses, or knows no such thing; the message says what to do
          {ExitCode.Usage}  no such verb or switch, a wrong value, or an operator's file that cannot be used
          {ExitCode.Unreachable}  nobody answers there
          {ExitCode.TimedOut}  no answer in time; what was asked for may happen all the same
          {ExitCode.Untrusted}  one side does not believe the other's certificate

        """;

    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is RootCommand)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(Codes);
        }

        return code;
    }

    public static void AddTo(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            option.Action = new HelpWithExitCodes((HelpAction)option.Action!);
        }
    }
}
