using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Orchestrator.Cluster.Joining;
using Orchestrator.Core.Cluster;

namespace Orchestrator.Cluster.Links;

/// <summary>Responsible for the port that the other nodes call: who is no node of the branch gets nothing.</summary>
public sealed partial class NodeListener : IAsyncDisposable
{
    private readonly NodeTrust _trust;
    private readonly NodeLinkOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Func<NodeName, SslStream, CancellationToken, Task> _serve;
    private readonly JoinDesk? _joins;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _handshakes;
    private readonly Task _accepting;
    private int _links;

    private NodeListener(
        NodeTrust trust, NodeLinkOptions options, TimeProvider time, ILogger log, TcpListener listener,
        Func<NodeName, SslStream, CancellationToken, Task> serve, JoinDesk? joins)
    {
        (_trust, _options, _time, _log, _listener, _serve) = (trust, options, time, log, listener, serve);
        _joins = joins;
        _handshakes = new SemaphoreSlim(options.HandshakesMax, options.HandshakesMax);
        _accepting = AcceptAsync();
    }

    /// <summary>What a node that was accepted reads first.</summary>
    internal static ReadOnlyMemory<byte> Welcome { get; } = "welcome\n"u8.ToArray();

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Links that are open, handshakes included.</summary>
    public int Links => Volatile.Read(ref _links);

    /// <param name="endPoint">Where to listen.</param>
    /// <param name="trust">Who is believed.</param>
    /// <param name="options">Limits.</param>
    /// <param name="time">The clock of the deadlines.</param>
    /// <param name="log">The log.</param>
    /// <param name="serve">Serves a link of a node; the link is closed when it returns.</param>
    /// <param name="joins">Serves who wants to become a node; null: nobody may.</param>
    /// <exception cref="NodeLinkException">The port cannot be listened on.</exception>
    public static NodeListener Start(
        IPEndPoint endPoint, NodeTrust trust, NodeLinkOptions options, TimeProvider time, ILogger<NodeListener> log,
        Func<NodeName, SslStream, CancellationToken, Task> serve, JoinDesk? joins = null)
    {
        var listener = new TcpListener(endPoint);
        try
        {
            listener.Start();
        }
        catch (SocketException error)
        {
            listener.Dispose();
            throw new NodeLinkException(
                NodeLinkFault.Unreachable,
                $"port {endPoint} of the nodes cannot be listened on: {error.Message}",
                error);
        }

        return new NodeListener(trust, options, time, log, listener, serve, joins);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                // A queue of the kernel holds who waits for a handshake; it is bounded too.
                await _handshakes.WaitAsync(_stopping.Token).ConfigureAwait(false);
                _ = ServeAsync(await _listener.AcceptSocketAsync(_stopping.Token).ConfigureAwait(false));
            }
            catch (SocketException error) when (!_stopping.IsCancellationRequested)
            {
                _handshakes.Release();
                Log.AcceptFailed(_log, error.Message);
                await Task.Delay(_options.AcceptPause, _time, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException
                or SocketException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        var remote = socket.RemoteEndPoint;
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await using var owned = stream.ConfigureAwait(false);
        try
        {
            if (Interlocked.Increment(ref _links) > _options.LinksMax)
            {
                _handshakes.Release();
                Log.Refused(_log, remote, $"{_options.LinksMax} links are open");
                return;
            }

            if (!await HandshakeAsync(stream, socket, remote).ConfigureAwait(false))
            {
                return;
            }

            await (NodeTrust.NameOf(stream.RemoteCertificate) is { } node
                ? _serve(node, stream, _stopping.Token)
                : _joins!.ServeAsync(stream, remote, _stopping.Token)).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            Log.Ended(_log, remote, error.Message);
        }
        finally
        {
            Interlocked.Decrement(ref _links);
        }
    }

    /// <returns>Whether it is a node's link, or one of a server that wants to join.</returns>
    private async Task<bool> HandshakeAsync(SslStream stream, Socket socket, EndPoint? remote)
    {
        using var deadline = new CancellationTokenSource(_options.HandshakeDeadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _stopping.Token);
        try
        {
            socket.NoDelay = true;
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            await stream.AuthenticateAsServerAsync(_trust.Server(_joins is not null), either.Token)
                .ConfigureAwait(false);
            if (!NodeTrust.IsJoin(stream))
            {
                await stream.WriteAsync(Welcome, either.Token).ConfigureAwait(false);
            }

            return true;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Whoever calls decides what arrives here; none of it may end the port.
            Log.Refused(_log, remote, error.Message);
            return false;
        }
        finally
        {
            _handshakes.Release();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9100, LogLevel.Warning, "a link from {Remote} was refused: {Detail}")]
        public static partial void Refused(ILogger logger, EndPoint? remote, string detail);

        [LoggerMessage(9101, LogLevel.Debug, "a link from {Remote} ended: {Detail}")]
        public static partial void Ended(ILogger logger, EndPoint? remote, string detail);

        [LoggerMessage(9102, LogLevel.Warning, "the nodes' port could not accept a link: {Detail}")]
        public static partial void AcceptFailed(ILogger logger, string detail);
    }
}
