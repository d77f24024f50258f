using System.Collections.Concurrent;
using System.Net.Sockets;

namespace Orchestrator.Integration.Tests.Hypervisor;

/// <summary>A socket in front of libvirt's own: cutting it is libvirtd's absence for whoever uses it, and for nobody
/// else.</summary>
internal sealed class SocketCut : IDisposable
{
    private static readonly UnixDomainSocketEndPoint Libvirt = new("/run/libvirt/libvirt-sock");

    private readonly ConcurrentBag<Socket> _open = [];
    private Socket? _listener;

    public SocketCut(string path)
    {
        Path = path;
        Mend();
    }

    public string Path { get; }

    public void Mend()
    {
        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen();
        _ = AcceptAsync(_listener);
    }

    public void Cut()
    {
        _listener?.Dispose();
        File.Delete(Path);
        while (_open.TryTake(out var socket))
        {
            socket.Dispose();
        }
    }

    public void Dispose() => Cut();

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptAsync();
                var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                _open.Add(client);
                _open.Add(server);
                await server.ConnectAsync(Libvirt);
                _ = PumpAsync(client, server);
                _ = PumpAsync(server, client);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private static async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[65536];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Cut, or one side has left.
        }

        from.Dispose();
        to.Dispose();
    }
}
