using System.Globalization;
using System.Net;
using Orchestrator.Testing.Branch;
using Orchestrator.Testing.Coordination;

namespace Orchestrator.Testing.Nodes;

/// <summary>The member of the branch's etcd on one node: TLS for clients and members, both sides verified, and a data
/// directory that outlives its death.</summary>
public sealed class StoreMember : IAsyncDisposable
{
    private readonly NodeFiles _files;
    private readonly string _directory;
    private readonly string _cluster;
    private EtcdMember? _process;
    private bool _hasDisk;

    /// <param name="files">Its node's certificate.</param>
    /// <param name="members">All members, by node.</param>
    public StoreMember(NodeFiles files, IReadOnlyDictionary<string, IPAddress> members)
    {
        ArgumentNullException.ThrowIfNull(files);
        _files = files;
        _directory = Path.Combine(files.Directory, "etcd");
        _cluster = string.Join(',', members.Select(member => $"{member.Key}={Peer(member.Value)}"));
    }

    public bool IsRunning => _process is not null;

    private string FillerFile => Path.Combine(_directory, "filler");

    /// <summary>Starts it, or starts it again with what it had.</summary>
    /// <param name="networkOf">A process whose network it shall have.</param>
    public void Start(int networkOf)
    {
        var (client, peer) = (Client(_files.Address), Peer(_files.Address));
        _process = EtcdMember.Start(
            [
                "--name", _files.Node, "--data-dir", _directory,
                "--listen-client-urls", client, "--advertise-client-urls", client,
                "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
                "--initial-cluster", _cluster, "--initial-cluster-token", "branch", "--log-level", "warn",
                "--cert-file", _files.Certificate, "--key-file", _files.Key, "--trusted-ca-file", _files.Authority,
                "--client-cert-auth",
                "--peer-cert-file", _files.Certificate, "--peer-key-file", _files.Key,
                "--peer-trusted-ca-file", _files.Authority, "--peer-client-cert-auth",
            ],
            new Uri(client),
            new Uri(peer),
            "nsenter", "--target", networkOf.ToString(CultureInfo.InvariantCulture), "--net", "--");
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        _process?.Dispose();
        _process = null;
    }

    /// <summary>Gives its data a disk of its own.</summary>
    public async Task LimitDiskAsync(int mebibytes)
    {
        Directory.CreateDirectory(_directory);
        await Command.RunAsync("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "store", _directory);
        _hasDisk = true;
    }

    /// <summary>Fills its disk up to this many bytes.</summary>
    public void FillDisk(int bytesLeft)
    {
        using var file = File.Create(FillerFile);
        var left = new DriveInfo(_directory).AvailableFreeSpace - bytesLeft;
        var block = new byte[64 * 1024];
        for (; left > 0; left -= block.Length)
        {
            file.Write(block);
        }
    }

    public void FreeDisk() => File.Delete(FillerFile);

    public string LogTail() => _process?.LogTail() ?? "it does not run";

    public async ValueTask DisposeAsync()
    {
        Kill();
        if (_hasDisk)
        {
            await Command.RunAsync("umount", _directory);
        }
    }

    private static string Client(IPAddress address) => $"https://{address}:2379";

    private static string Peer(IPAddress address) => $"https://{address}:2380";
}
