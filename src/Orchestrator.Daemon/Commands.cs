using Orchestrator.Daemon.Configuration;
using Orchestrator.Daemon.Joining;
using Orchestrator.Daemon.Legacy;

namespace Orchestrator.Daemon;

/// <summary>
/// Responsible for carrying out the command line: results to the output, complaints to the errors, the verdict as
/// exit code.
/// </summary>
internal sealed class Commands(
    TextWriter output, TextWriter complaints, Func<DaemonOptions, Task> serve, Func<JoinOrder, Task> join)
{
    public async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        switch (CommandLine.Parse(arguments))
        {
            case CommandLine.Serve command:
                return await ServeAsync(command.ConfigPath).ConfigureAwait(false);
            case CommandLine.CheckConfig command:
                return Check(command.ConfigPath);
            case CommandLine.ImportLegacy command:
                return Import(command.LegacyPath);
            case CommandLine.Join command:
                return await TryAsync(() => join(command.Order)).ConfigureAwait(false);
            case CommandLine.Misuse misuse:
                complaints.WriteLine(misuse.Rule);
                complaints.WriteLine(CommandLine.Usage);
                return ExitCode.Refused;
            default:
                output.WriteLine(CommandLine.Usage);
                return ExitCode.Success;
        }
    }

    private async Task<int> ServeAsync(string path)
    {
        var reading = ConfigFile.Load(path);
        if (!reading.IsValid)
        {
            return Complain(path, reading.Errors);
        }

        return await TryAsync(() => serve(reading.Options)).ConfigureAwait(false);
    }

    private async Task<int> TryAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
            return ExitCode.Success;
        }
        catch (StartException fault)
        {
            complaints.WriteLine(fault.Message);
            return ExitCode.Failure;
        }
    }

    private int Check(string path)
    {
        var reading = ConfigFile.Load(path);
        if (!reading.IsValid)
        {
            return Complain(path, reading.Errors);
        }

        output.WriteLine($"{path}: valid, {reading.Options.Pools.Count} pool(s)");
        return ExitCode.Success;
    }

    private int Import(string path)
    {
        var errors = new ConfigErrors();
        if (ConfigFile.ReadText(path, errors) is { } text && LegacyImport.ToYaml(text, errors) is { } yaml)
        {
            output.Write(yaml);
            return ExitCode.Success;
        }

        return Complain(path, errors.InOrder);
    }

    private int Complain(string path, IReadOnlyList<ConfigError> errors)
    {
        complaints.WriteLine($"{path}: {errors.Count} error(s)");
        foreach (var error in errors)
        {
            complaints.WriteLine(error);
        }

        return ExitCode.Refused;
    }
}
