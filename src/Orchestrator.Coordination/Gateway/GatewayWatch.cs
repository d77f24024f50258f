using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Orchestrator.Coordination.Etcd;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Coordination.Gateway;

/// <summary>Responsible for one watch: a request whose answer is one JSON object a line, without end.</summary>
internal sealed class GatewayWatch(
    GatewayCalls calls, EtcdOptions options, EtcdRange range, Action<IReadOnlyList<EtcdChange>> observer)
{
    private const string Path = "/v3/watch";

    public async Task<EtcdWatchEnd> RunAsync(long fromRevision, CancellationToken cancellation)
    {
        var body = calls.Write(
            Path,
            new WatchRequest
            {
                Create = new WatchCreation { Key = range.Key, RangeEnd = range.End, StartRevision = fromRevision },
            },
            GatewayJson.Default.WatchRequest);
        var endpoint = calls.Endpoints.InOrder()[0];
        try
        {
            using var linked = calls.Deadline(cancellation, out var timer);
            using (timer)
            {
                return await FollowAsync(endpoint, body, timer, linked.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            calls.Endpoints.PassOver(endpoint);
            throw calls.Overdue(endpoint, error);
        }
        catch (IOException error) when (!cancellation.IsCancellationRequested)
        {
            calls.Endpoints.PassOver(endpoint);
            throw new CoordinationException(
                CoordinationFault.Unreachable, $"the watch at {endpoint} broke: {error.Message}", error);
        }
        catch (CoordinationException)
        {
            calls.Endpoints.PassOver(endpoint);
            throw;
        }
    }

    /// <param name="endpoint">The member.</param>
    /// <param name="body">The request.</param>
    /// <param name="timer">Runs until the member has said that the watch stands; after that silence is fine.</param>
    /// <param name="cancellation">The caller's, or the timer's.</param>
    private async Task<EtcdWatchEnd> FollowAsync(
        Uri endpoint, byte[] body, CancellationTokenSource timer, CancellationToken cancellation)
    {
        using var response = await calls.SendAsync(
            endpoint, Path, body, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            var text = await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            throw GatewayFaults.Of((int)response.StatusCode, text, endpoint);
        }

        var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        var reader = PipeReader.Create(stream);
        while (true)
        {
            var read = await reader.ReadAsync(cancellation).ConfigureAwait(false);
            var buffer = read.Buffer;
            while (TryTakeLine(ref buffer, out var line))
            {
                timer.CancelAfter(Timeout.InfiniteTimeSpan);
                if (Take(endpoint, line) is { } end)
                {
                    return end;
                }
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                calls.Endpoints.PassOver(endpoint);
                return EtcdWatchEnd.Closed;
            }

            if (buffer.Length > options.ReplyBytesMax)
            {
                throw new CoordinationException(
                    CoordinationFault.TooLarge,
                    $"{endpoint} sends a change of more than {options.ReplyBytesMax} bytes; not so much is read");
            }
        }
    }

    private static bool TryTakeLine(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line)
    {
        line = default;
        if (buffer.PositionOf((byte)'\n') is not { } end)
        {
            return false;
        }

        line = buffer.Slice(0, end);
        buffer = buffer.Slice(buffer.GetPosition(1, end));
        return true;
    }

    private EtcdWatchEnd? Take(Uri endpoint, ReadOnlySequence<byte> line)
    {
        var message = Read(endpoint, line);
        if (message?.Error is { } error)
        {
            throw GatewayFaults.Of(error, endpoint);
        }

        if (message?.Message is not { } result)
        {
            return null;
        }

        calls.Accept(result.Header, endpoint);
        if (result.Canceled)
        {
            return result.CompactRevision > 0
                ? EtcdWatchEnd.Compacted
                : throw new CoordinationException(
                    CoordinationFault.Denied, $"{endpoint} refuses the watch: {result.CancelReason}");
        }

        if (result.Events.Count > 0)
        {
            observer([.. result.Events.Where(change => change.KeyValue is not null).Select(change =>
                new EtcdChange(EtcdGateway.Pair(change.KeyValue!), change.Type == "DELETE"))]);
        }

        return null;
    }

    private static WatchLine? Read(Uri endpoint, ReadOnlySequence<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            return JsonSerializer.Deserialize(ref reader, GatewayJson.Default.WatchLine);
        }
        catch (JsonException error)
        {
            throw new CoordinationException(
                CoordinationFault.Failed, $"{endpoint} sends what is no answer of etcd: {error.Message}", error);
        }
    }
}
