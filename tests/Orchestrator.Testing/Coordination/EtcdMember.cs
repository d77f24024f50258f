using System.Diagnostics;
using System.Globalization;

namespace Orchestrator.Testing.Coordination;

/// <summary>
/// One real etcd process. It ends with this process, however that ends: its parent is a shell that reads from a pipe of
/// ours.
/// </summary>
public sealed class EtcdMember : IDisposable
{
    private const string Guardian = "etcd \"$@\" & child=$!; echo $child; read -r _; kill -KILL $child; wait $child";

    private readonly Process _guardian;
    private readonly List<string> _log = [];

    private EtcdMember(Process guardian, int processId, Uri clientUrl, Uri peerUrl) =>
        (_guardian, ProcessId, ClientUrl, PeerUrl) = (guardian, processId, clientUrl, peerUrl);

    public Uri ClientUrl { get; }

    public Uri PeerUrl { get; }

    public int ProcessId { get; }

    /// <param name="arguments">Those of etcd.</param>
    /// <param name="clientUrl">Where clients call it.</param>
    /// <param name="peerUrl">Where other members call it.</param>
    /// <param name="inside">The words before a command that is to run elsewhere.</param>
    public static EtcdMember Start(
        IEnumerable<string> arguments, Uri clientUrl, Uri peerUrl, params string[] inside)
    {
        string[] command = [.. inside, "sh", "-c", Guardian, "sh", .. arguments];
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var guardian = Process.Start(start)!;
        var processId = int.Parse(guardian.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
        var member = new EtcdMember(guardian, processId, clientUrl, peerUrl);
        guardian.ErrorDataReceived += (_, line) => member.Remember(line.Data);
        guardian.BeginErrorReadLine();
        return member;
    }

    /// <summary>SIGKILL; returns when the process is gone and its connections with it.</summary>
    public void Kill()
    {
        _guardian.StandardInput.Close();
        _guardian.WaitForExit();
    }

    /// <summary>SIGSTOP: connections stand, nothing is answered.</summary>
    public void Pause() => Signal("STOP");

    public void Resume() => Signal("CONT");

    public string LogTail()
    {
        lock (_log)
        {
            return string.Join('\n', _log.TakeLast(20));
        }
    }

    public void Dispose()
    {
        Kill();
        _guardian.Dispose();
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", ProcessId.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

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
