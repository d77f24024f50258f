using Orchestrator.Core.Cluster;
using Orchestrator.Enrolment;

namespace Orchestrator.Daemon.Joining;

/// <summary>Responsible for the command line of a server that joins a branch.</summary>
internal static class JoinLine
{
    private static readonly string[] Options =
        ["--token", "--node", "--address", "--etcd", "--directory", "--images"];

    private static readonly string[] Required = ["--token", "--node", "--address"];

    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        NodeAddress? branch = null;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Count; i++)
        {
            var word = arguments[i];
            if (word is "--help" or "-h")
            {
                return new CommandLine.Help();
            }

            if (Options.Contains(word))
            {
                if (i + 1 == arguments.Count || !values.TryAdd(word, arguments[++i]))
                {
                    return new CommandLine.Misuse($"{word} stands once and is followed by a value");
                }
            }
            else if (branch is not null || !NodeAddress.TryParse(word, out branch))
            {
                return new CommandLine.Misuse(
                    $"'{word}' is neither an option nor the one HOST:PORT of a node of the branch");
            }
        }

        return branch is null ? new CommandLine.Misuse("HOST:PORT of a node of the branch is missing")
            : Read(branch, values);
    }

    private static CommandLine Read(NodeAddress branch, Dictionary<string, string> values)
    {
        if (Required.FirstOrDefault(key => !values.ContainsKey(key)) is { } missing)
        {
            return new CommandLine.Misuse($"{missing} is missing");
        }

        if (!NodeName.TryParse(values["--node"], out var node))
        {
            return new CommandLine.Misuse($"--node '{values["--node"]}' is not {NodeName.Rule}");
        }

        if (!NodeAddress.TryParse(values["--address"], out var address))
        {
            return new CommandLine.Misuse(
                $"--address '{values["--address"]}' is not host:port; write one such as 192.168.24.12:5907");
        }

        var order = new JoinOrder(branch, values["--token"], node, address);
        return new CommandLine.Join(order with
        {
            Folder = Path.GetFullPath(values.GetValueOrDefault("--directory", order.Folder)),
            ImageFolder = Path.GetFullPath(values.GetValueOrDefault("--images", order.ImageFolder)),
            EtcdScript = values.TryGetValue("--etcd", out var script) ? Path.GetFullPath(script) : null,
        });
    }
}
