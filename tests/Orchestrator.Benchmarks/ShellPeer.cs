using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Benchmarks;

/// <summary>
/// A server that starts a shell for every kiosk: the script reads its settings, asks libvirt what runs, moves a line
/// from one state file to another and answers. It adds no firewall rule and keeps nothing durable, both in its favour.
/// </summary>
internal sealed class ShellPeer : IDisposable
{
    private const string Script = """
        cd "$(dirname "$0")" || exit 1
        . ./settings
        exec 9>lock && flock 9
        running=$(virsh -q -c qemu:///system list --name)
        while read -r machine; do
          [ -n "$machine" ] && [[ $running == *pbm-* ]] && break
        done <clear.list
        grep -v "^$machine$" clear.list >clear.new
        mv clear.new clear.list
        echo "$machine" >>wait.list
        echo "RULE ADDED, CONNECT NOW"
        grep -v "^$machine$" wait.list >wait.new
        mv wait.new wait.list
        echo "$machine" >>clear.list
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("pbm-peer-").FullName;
    private readonly Process _socat;

    private ShellPeer()
    {
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        var script = Path.Combine(_folder, "signal.sh");
        File.WriteAllText(script, Script);
        File.WriteAllText(Path.Combine(_folder, "settings"), "pool_size=4\nstart_port=5920\nconnect_attempts=1\n");
        File.WriteAllText(Path.Combine(_folder, "clear.list"), "5920\n5921\n5922\n5923\n");
        _socat = Process.Start("socat", [$"TCP-LISTEN:{Port},bind=127.0.0.1,reuseaddr,fork", $"EXEC:bash {script}"]);
    }

    public int Port { get; }

    public static async Task<ShellPeer> StartAsync()
    {
        var peer = new ShellPeer();
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, peer.Port);
                return peer;
            }
            catch (SocketException) when (!peer._socat.HasExited)
            {
                await Task.Yield();
            }
        }
    }

    public void Dispose()
    {
        _socat.Kill();
        _socat.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
