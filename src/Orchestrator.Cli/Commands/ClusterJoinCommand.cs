using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Commands;

/// <summary>Makes this server one of a branch. The daemon's program does it, because no daemon has to run yet: what
/// `orchestrator join` prints and answers is passed on.</summary>
internal sealed class ClusterJoinCommand : Command
{
    private const string Installed = "/opt/pbm/Orchestrator.Daemon";

    private readonly Call _call;
    private readonly Argument<string> _branch = new("host:port") { Description = "a server of the branch" };
    private readonly Option<string> _daemon = new("--daemon")
    {
        Description = "the daemon's program",
        DefaultValueFactory = _ => File.Exists(Installed) ? Installed : "orchestrator",
    };

    private readonly Option<string?> _node = new("--node", "-n")
    {
        Description = "this server's name in the branch",
        Required = true,
    };

    private readonly List<Option<string?>> _passed;

    public ClusterJoinCommand(Call call)
        : base("join", "Makes this server one of the branch of the server at host:port; repeated, it goes on.")
    {
        _call = call;
        _passed =
        [
            new("--token") { Description = "of pbm cluster token create; - reads it from the input", Required = true },
            _node,
            new("--address", "-a")
            {
                Description = "host:port where the others will reach this server",
                Required = true,
            },
            new("--etcd") { Description = "be a member of the branch's etcd too: deploy/cluster/etcd.sh" },
            new("--directory") { Description = "for certificates, keys and settings; /etc/pbm unless said" },
            new("--images") { Description = "for golden images; /var/lib/pbm-images unless said" },
        ];
        Arguments.Add(_branch);
        _passed.ForEach(Options.Add);
        Options.Add(_daemon);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var program = parsed.GetRequiredValue(_daemon);
        var asJson = parsed.GetValue(_call.Json);
        var order = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = asJson };
        order.ArgumentList.Add("join");
        order.ArgumentList.Add(parsed.GetRequiredValue(_branch));
        foreach (var option in _passed.Where(option => parsed.GetValue(option) is not null))
        {
            order.ArgumentList.Add(option.Name);
            order.ArgumentList.Add(parsed.GetValue(option)!);
        }

        try
        {
            using var join = Process.Start(order)!;

            // The output is for the one line of JSON; whoever looks on still sees how far it is.
            while (asJson
                && await join.StandardOutput.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is { } said)
            {
                await _call.Terminal.Errors.WriteLineAsync(said).ConfigureAwait(false);
            }

            // Ctrl+C reaches it too, and it ends by itself; its word is the one that counts.
            await join.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            if (asJson && join.ExitCode == ExitCode.Success)
            {
                var done = $"this server is node {parsed.GetValue(_node)} of its branch; start its daemon";
                _call.Show(
                    parsed, new OrderDone(done), ApiJson.Default.OrderDone, (rows, answer) => rows.Line(answer.Detail));
            }

            return join.ExitCode;
        }
        catch (Win32Exception error)
        {
            return _call.Complain(
                ExitCode.Refused,
                $"the daemon's program {program} cannot be started: {error.Message}; install it on this server, or "
                    + "name it by --daemon");
        }
    }
}
