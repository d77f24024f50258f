using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Threading.Channels;
using Orchestrator.Core.Cluster;

namespace Orchestrator.Cluster.Links;

/// <summary>A link over TLS: one loop reads, one writes, and whichever fails first ends both.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "whoever holds the link may close it after its end")]
internal sealed class TlsLink(NodeName node, SslStream stream, Action<INodeLink, NodeMessage?> observer) : INodeLink
{
    /// <summary>Messages that may wait to be written.</summary>
    private const int WaitingMax = 4_096;

    private readonly Channel<NodeMessage> _waiting = Channel.CreateBounded<NodeMessage>(
        new BoundedChannelOptions(WaitingMax) { SingleReader = true });

    private readonly CancellationTokenSource _ending = new();

    public NodeName Node { get; } = node;

    public void Send(NodeMessage message)
    {
        if (!_waiting.Writer.TryWrite(message))
        {
            Close();
        }
    }

    public void Close() => _ending.Cancel();

    /// <summary>Runs until the link has ended; never throws. The stream is the caller's to dispose.</summary>
    /// <param name="first">A message that was read already, or null.</param>
    /// <param name="cancellation">Ends the link.</param>
    public async Task RunAsync(NodeMessage? first, CancellationToken cancellation)
    {
        using var registration = cancellation.Register(Close);
        if (first is not null)
        {
            observer(this, first);
        }

        var writing = EndingAsync(WriteAsync);
        await EndingAsync(ReadAsync).ConfigureAwait(false);
        await writing.ConfigureAwait(false);
        observer(this, null);
    }

    private async Task EndingAsync(Func<Task> loop)
    {
        try
        {
            await loop().ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The other end is gone, or this one is: the observer hears of it.
        }

        _waiting.Writer.TryComplete();
        await _ending.CancelAsync().ConfigureAwait(false);
    }

    private async Task ReadAsync()
    {
        while (await NodeFrames.ReadAsync(stream, _ending.Token).ConfigureAwait(false) is { } message)
        {
            observer(this, message);
        }
    }

    private async Task WriteAsync()
    {
        await foreach (var message in _waiting.Reader.ReadAllAsync(_ending.Token).ConfigureAwait(false))
        {
            await stream.WriteAsync(NodeFrames.Encode(message), _ending.Token).ConfigureAwait(false);
        }
    }
}
