using System.Diagnostics;
using System.Globalization;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Testing.Nodes;

/// <summary>The real daemon on a server of a branch; with <see cref="NodeFiles"/> its journal also tells a witness
/// everything that it ever holds.</summary>
public sealed class NodeDaemon : IAsyncDisposable
{
    private readonly string _node;
    private readonly string _configuration;
    private readonly List<string> _log = [];
    private Process? _entered;
    private int _processId;

    public NodeDaemon(NodeFiles files)
        : this(
            files.Node, Repository.Assembly("tests", "Orchestrator.CrashingDaemon"), files.Configuration,
            files.ApiSocket)
    {
    }

    /// <param name="node">Its node.</param>
    /// <param name="program">The daemon's assembly.</param>
    /// <param name="configuration">The file, where the server has it.</param>
    /// <param name="apiSocket">The API's socket, where this process has it.</param>
    public NodeDaemon(string node, string program, string configuration, string apiSocket)
    {
        (_node, Assembly, _configuration) = (node, program, configuration);
        Api = new NodeApi(apiSocket);
    }

    public NodeApi Api { get; }

    public bool IsRunning => _entered is { HasExited: false };

    public int ProcessId => _processId;

    /// <summary>What the next start runs: this tree's daemon, unless a test brings another version's.</summary>
    public string Assembly { get; set; }

    /// <param name="server">Where it runs.</param>
    /// <param name="environment">Further variables, as <c>NAME=value</c>.</param>
    public async Task StartAsync(ServerMachine server, params string[] environment)
    {
        ArgumentNullException.ThrowIfNull(server);
        string[] command =
        [
            .. server.Inside, "env", .. environment, "dotnet", Assembly, "--config", _configuration,
        ];
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _entered = new Process { StartInfo = start };
        _entered.OutputDataReceived += (_, line) => Remember(line.Data);
        _entered.ErrorDataReceived += (_, line) => Remember(line.Data);
        _entered.Start();
        _entered.BeginOutputReadLine();
        _entered.BeginErrorReadLine();

        // Whoever enters a process namespace stays outside and starts the command there.
        var children = await Eventually.SeeAsync(
            () => $"the daemon's process on {_node}: {LogTail()}",
            () => Task.FromResult(ProcessTree.ChildrenOf(_entered.Id)),
            seen => seen.Length == 1);
        _processId = int.Parse(children[0], CultureInfo.InvariantCulture);
    }

    /// <summary>SIGKILL: no handler runs.</summary>
    public async Task KillAsync()
    {
        if (_entered is not { } entered)
        {
            return;
        }

        if (!entered.HasExited)
        {
            using var process = Process.GetProcessById(_processId);
            process.Kill();
            await entered.WaitForExitAsync(CancellationToken.None);
        }

        entered.Dispose();
        _entered = null;
    }

    /// <summary>SIGSTOP: the kernel goes on taking its calls, and nobody answers them.</summary>
    public Task PauseAsync() => SignalAsync("-STOP", _processId);

    /// <summary>Whoever entered the process namespace stops when its child does.</summary>
    public Task ResumeAsync() => SignalAsync("-CONT", _processId, _entered!.Id);

    public string LogTail(int lines = 30)
    {
        lock (_log)
        {
            return string.Join('\n', _log.TakeLast(lines));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Api.Dispose();
    }

    private static Task<string> SignalAsync(string signal, params int[] processes) => Command.RunAsync(
        "kill", [signal, .. processes.Select(one => one.ToString(CultureInfo.InvariantCulture))]);

    private void Remember(string? line)
    {
        if (line is not null)
        {
            lock (_log)
            {
                _log.Add(line);
            }
        }
    }
}
