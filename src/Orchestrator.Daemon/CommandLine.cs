using Orchestrator.Daemon.Joining;

namespace Orchestrator.Daemon;

/// <summary>What the daemon is asked to do.</summary>
internal abstract record CommandLine
{
    public const string Usage = """
        usage: Orchestrator.Daemon --config FILE [--check-config]
               Orchestrator.Daemon --import-legacy FILE
               Orchestrator.Daemon join HOST:PORT --token TOKEN --node NAME --address HOST:PORT [--etcd SCRIPT]
                                   [--directory DIRECTORY] [--images DIRECTORY]

          --config FILE         serve the pools of this configuration
          --check-config        only say what is wrong with it; exit 0 when nothing is
          --import-legacy FILE  print the YAML that says what underVDI's vm_manager.conf says
          join HOST:PORT        make this server a node of the branch of the node that is there; repeated after an
                                interruption, it goes on where it was
            --token TOKEN       of pbm cluster token create; - reads it from the input
            --node NAME         this server's name in the branch
            --address HOST:PORT where the other nodes will reach it
            --etcd SCRIPT       make it a member of the branch's etcd too, which SCRIPT start DIRECTORY starts here:
                                deploy/cluster/etcd.sh
            --directory DIR     for certificate, key and configuration; /etc/pbm unless said
            --images DIR        for the copies of golden images; /var/lib/pbm-images unless said
          --help                print this

        exit codes: 0 done; 1 it cannot start or join now; 2 the command line or the file is wrong, and stays so
        """;

    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Count > 0 && arguments[0] == "join")
        {
            return JoinLine.Parse([.. arguments.Skip(1)]);
        }

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

    internal sealed record Join(JoinOrder Order) : CommandLine;

    internal sealed record Help : CommandLine;

    internal sealed record Misuse(string Rule) : CommandLine;
}
