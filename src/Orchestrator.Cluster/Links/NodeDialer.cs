using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Orchestrator.Core.Cluster;

namespace Orchestrator.Cluster.Links;

/// <summary>Responsible for links to other nodes.</summary>
public sealed class NodeDialer(NodeTrust trust, NodeLinkOptions options, TimeProvider time)
{
    /// <summary>Makes a link to a node and knows that it was accepted.</summary>
    /// <param name="node">Who must be there.</param>
    /// <param name="address">Where, <c>host:port</c>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="NodeLinkException">It could not be made.</exception>
    public async Task<SslStream> ConnectAsync(NodeName node, string address, CancellationToken cancellation)
    {
        var (host, port) = Split(node, address);
        using var deadline = new CancellationTokenSource(options.HandshakeDeadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        SslStream? stream = null;
        try
        {
            await socket.ConnectAsync(host, port, either.Token).ConfigureAwait(false);
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
            await stream.AuthenticateAsClientAsync(trust.Client(node), either.Token).ConfigureAwait(false);
            await TakeWelcomeAsync(stream, node, either.Token).ConfigureAwait(false);
            return stream;
        }
        catch (Exception error)
        {
            socket.Dispose();
            if (stream is not null)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }

            if (error is NodeLinkException || cancellation.IsCancellationRequested)
            {
                throw;
            }

            throw FaultOf(node, address, error);
        }
    }

    /// <summary>In TLS 1.3 a client is done before the server has looked at its certificate; only a word from there
    /// says that it was accepted.</summary>
    private static async Task TakeWelcomeAsync(SslStream stream, NodeName node, CancellationToken cancellation)
    {
        var word = new byte[NodeListener.Welcome.Length];
        try
        {
            await stream.ReadExactlyAsync(word, cancellation).ConfigureAwait(false);
        }
        catch (IOException error)
        {
            throw new NodeLinkException(
                NodeLinkFault.Untrusted,
                $"node {node} ended the link at once: it does not accept this node's certificate, or has no room",
                error);
        }

        if (!NodeListener.Welcome.Span.SequenceEqual(word))
        {
            throw new NodeLinkException(NodeLinkFault.Foreign, $"node {node} does not speak the nodes' protocol");
        }
    }

    private static NodeLinkException FaultOf(NodeName node, string address, Exception error) => error switch
    {
        OperationCanceledException => new(
            NodeLinkFault.Overdue, $"node {node} at {address} did not answer in time", error),
        AuthenticationException => new(
            NodeLinkFault.Untrusted, $"who answers at {address} is not node {node}: {error.Message}", error),
        _ => new(NodeLinkFault.Unreachable, $"node {node} at {address} cannot be reached: {error.Message}", error),
    };

    private static (string Host, int Port) Split(NodeName node, string address) =>
        Uri.TryCreate($"tcp://{address}", UriKind.Absolute, out var uri) && uri.Port > 0
            ? (uri.DnsSafeHost, uri.Port)
            : throw new NodeLinkException(
                NodeLinkFault.Unreachable, $"node {node} announces '{address}', which is not host:port");
}
