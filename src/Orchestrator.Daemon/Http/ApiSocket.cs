using System.Net.Sockets;

namespace Orchestrator.Daemon.Http;

/// <summary>
/// Responsible for the file of the API's unix socket: whoever may open it may do everything, so it is its owner's and
/// its group's alone.
/// </summary>
internal sealed class ApiSocket(string path)
{
    private const UnixFileMode OwnerAndGroup =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    private const UnixFileMode FolderMode = OwnerAndGroup | UnixFileMode.UserExecute | UnixFileMode.GroupExecute;

    public string Path => path;

    /// <summary>Makes room: a killed daemon leaves its socket behind, and a bind on it would fail.</summary>
    /// <exception cref="IOException">The path is somebody else's.</exception>
    public void Prepare()
    {
        if (System.IO.Path.GetDirectoryName(path) is { } folder && !Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder, FolderMode);
        }

        if (!File.Exists(path))
        {
            return;
        }

        if (IsRegular())
        {
            throw new IOException("it is a file and no socket; move it away or name another path");
        }

        if (IsAnswered())
        {
            throw new IOException("another process answers on the socket");
        }

        File.Delete(path);
    }

    /// <summary>After the bind, which makes the file.</summary>
    public void Open() => File.SetUnixFileMode(path, OwnerAndGroup);

    /// <summary>The kernel opens no socket as a file (ENXIO).</summary>
    private bool IsRegular()
    {
        try
        {
            using var file = File.OpenRead(path);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private bool IsAnswered()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return false;
        }
        catch (SocketException error)
        {
            throw new IOException($"it is no socket that may be replaced: {error.Message}", error);
        }
    }
}
