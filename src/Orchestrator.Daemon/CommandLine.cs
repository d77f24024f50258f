namespace Orchestrator.Daemon;

/// <summary>What the daemon is asked to do.</summary>
internal abstract record CommandLine
{
    public const string Usage = """
        usage: Orchestrator.Daemon --config FILE [--check-config]
               Orchestrator.Daemon --import-legacy FILE

          --config FILE         serve the pools of this configuration
          --check-config        only say what is wrong with it; exit 0 when nothing is
          --import-legacy FILE  print the YAML that says what underVDI's vm_manager.conf says
          --help                print this
        """;

    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        string? config = null;
        string? legacy = null;
        var check = false;
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--help" or "-h":
                    return new Help();
                case "--check-config":
                    check = true;
                    break;
                case "--config" when config is null && i + 1 < arguments.Count:
                    config = arguments[++i];
                    break;
                case "--import-legacy" when legacy is null && i + 1 < arguments.Count:
                    legacy = arguments[++i];
                    break;
                case "--config" or "--import-legacy":
                    return new Misuse($"{arguments[i]} stands once and is followed by a file");
                default:
                    return new Misuse($"'{arguments[i]}' is not an option");
            }
        }

        return (config, legacy, check) switch
        {
            ({ } file, null, false) => new Serve(file),
            ({ } file, null, true) => new CheckConfig(file),
            (null, { } file, false) => new ImportLegacy(file),
            (null, null, _) => new Misuse("--config FILE is missing"),
            _ => new Misuse("--import-legacy stands alone"),
        };
    }

    internal sealed record Serve(string ConfigPath) : CommandLine;

    internal sealed record CheckConfig(string ConfigPath) : CommandLine;

    internal sealed record ImportLegacy(string LegacyPath) : CommandLine;

    internal sealed record Help : CommandLine;

    internal sealed record Misuse(string Rule) : CommandLine;
}
