using System.Net;
using System.Net.Security;
using Microsoft.Extensions.Logging;
using Orchestrator.Cluster.Images;
using Orchestrator.Cluster.Joining;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;

namespace Orchestrator.Cluster.Links;

/// <summary>The links between nodes over TLS: for claims, and one a console connection.</summary>
public sealed class TlsNetwork : INodeNetwork, IRemoteConsoles, IAsyncDisposable
{
    private readonly NodeDialer _dialer;
    private readonly NodeListener _listener;
    private readonly NodeLinkOptions _options;
    private readonly TimeProvider _time;
    private readonly GuestConsoles _consoles;
    private readonly TaskCompletionSource<ImageServer> _images =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource<Action<INodeLink, NodeMessage?>> _observer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="endPoint">Where other nodes call.</param>
    /// <param name="trust">Who is believed.</param>
    /// <param name="consoles">The ways to this node's machines.</param>
    /// <param name="addressOf">Where a node is; null: nobody knows.</param>
    /// <param name="options">Limits.</param>
    /// <param name="time">The clock of the deadlines.</param>
    /// <param name="loggers">Makes loggers.</param>
    /// <param name="joins">Serves who wants to become a node; null: nobody may.</param>
    /// <exception cref="NodeLinkException">The port cannot be listened on.</exception>
    public TlsNetwork(
        IPEndPoint endPoint, NodeTrust trust, GuestConsoles consoles, Func<NodeName, string?> addressOf,
        NodeLinkOptions options, TimeProvider time, ILoggerFactory loggers, JoinDesk? joins = null)
    {
        (_options, _time, _consoles, AddressOf) = (options, time, consoles, addressOf);
        _dialer = new NodeDialer(trust, options, time);
        _listener = NodeListener.Start(
            endPoint, trust, options, time, loggers.CreateLogger<NodeListener>(), ServeAsync, joins);
    }

    public IPEndPoint EndPoint => _listener.EndPoint;

    private Func<NodeName, string?> AddressOf { get; }

    public async Task<INodeLink> ConnectAsync(
        NodeName node, string address, Action<INodeLink, NodeMessage?> observer, CancellationToken cancellation)
    {
        var stream = await _dialer.ConnectAsync(node, address, cancellation).ConfigureAwait(false);
        var link = new TlsLink(node, stream, observer);
        _ = RunAsync(link, stream);
        return link;
    }

    public void Serve(Action<INodeLink, NodeMessage?> observer) => _observer.TrySetResult(observer);

    /// <summary>Gives golden images to other nodes from now on.</summary>
    public void ServeImages(ImageServer images) => _images.TrySetResult(images);

    public async Task<SslStream> ConnectAsync(
        SessionId session, RemoteConsole console, CancellationToken cancellation)
    {
        SslStream? stream = null;
        try
        {
            var address = AddressOf(console.Owner) ?? throw new IOException($"node {console.Owner} is not reachable");
            stream = await _dialer.ConnectAsync(console.Owner, address, cancellation).ConfigureAwait(false);
            await stream.WriteAsync(NodeFrames.Encode(new OpenConsole(session, console.Machine)), cancellation)
                .ConfigureAwait(false);
            return await NodeFrames.ReadAsync(stream, cancellation).ConfigureAwait(false) is ConsoleOpened
                ? stream
                : throw new IOException($"node {console.Owner} does not open the console of {console.Machine}");
        }
        catch (Exception error)
        {
            if (stream is not null)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }

            throw error is NodeLinkException ? new IOException(error.Message, error) : error;
        }
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private static async Task RunAsync(TlsLink link, SslStream stream)
    {
        await link.RunAsync(null, CancellationToken.None).ConfigureAwait(false);
        await stream.DisposeAsync().ConfigureAwait(false);
    }

    private async Task ServeAsync(NodeName node, SslStream stream, CancellationToken stopping)
    {
        var first = await ReadFirstAsync(stream, stopping).ConfigureAwait(false);
        switch (first)
        {
            case OpenConsole open:
                await _consoles.ServeAsync(node, open, stream, stopping).ConfigureAwait(false);
                break;
            case FetchImage fetch:
                var images = await _images.Task.WaitAsync(stopping).ConfigureAwait(false);
                await images.ServeAsync(node, fetch, stream, stopping).ConfigureAwait(false);
                break;
            case Hello:
                var observer = await _observer.Task.WaitAsync(stopping).ConfigureAwait(false);
                await new TlsLink(node, stream, observer).RunAsync(first, stopping).ConfigureAwait(false);
                break;
        }
    }

    private async Task<NodeMessage?> ReadFirstAsync(SslStream stream, CancellationToken stopping)
    {
        using var deadline = new CancellationTokenSource(_options.HandshakeDeadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stopping);
        return await NodeFrames.ReadAsync(stream, either.Token).ConfigureAwait(false);
    }
}
