using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Coordination.Gateway;

/// <summary>Responsible for one call of the gateway: deadline, the next member when one fails, and what the failure
/// means.</summary>
internal sealed class GatewayCalls(EtcdOptions options, TimeProvider time) : IDisposable
{
    private readonly HttpClient _http = GatewayConnections.Open(options);
    private readonly StaleGuard _guard = new();

    public EndpointRing Endpoints { get; } = new(options.Endpoints);

    /// <param name="path">Path of the call.</param>
    /// <param name="request">Its body.</param>
    /// <param name="write">How the body is written.</param>
    /// <param name="read">How the answer is read.</param>
    /// <param name="headerOf">The answer's header, for the guard.</param>
    /// <param name="isRepeatable">Whether a call whose outcome is unknown may be made again.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<TReply> CallAsync<TRequest, TReply>(
        string path, TRequest request, JsonTypeInfo<TRequest> write, JsonTypeInfo<TReply> read,
        Func<TReply, Uri, ReplyHeader?> headerOf, bool isRepeatable, CancellationToken cancellation)
    {
        var body = Write(path, request, write);
        CoordinationException? failure = null;
        foreach (var endpoint in Endpoints.InOrder())
        {
            try
            {
                var reply = await TryAsync(endpoint, path, body, read, cancellation).ConfigureAwait(false);
                _guard.Accept(headerOf(reply, endpoint), endpoint, isRepeatable);
                return reply;
            }
            catch (CoordinationException error) when (IsOfThisMember(error.Fault))
            {
                Endpoints.PassOver(endpoint);

                // The first failure that leaves the outcome open outweighs later ones that do not.
                failure = failure is null || failure.Fault == CoordinationFault.Unreachable ? error : failure;
                if (error.Fault != CoordinationFault.Unreachable && !isRepeatable)
                {
                    break;
                }
            }
        }

        throw failure!;
    }

    public byte[] Write<T>(string path, T request, JsonTypeInfo<T> type)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(request, type);
        return body.Length <= options.RequestBytesMax
            ? body
            : throw new CoordinationException(
                CoordinationFault.TooLarge,
                $"a request of {body.Length} bytes to {path}; at most {options.RequestBytesMax} are sent");
    }

    /// <summary>Sends a call and comes back with the answer's head.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        Uri endpoint, string path, byte[] body, HttpCompletionOption until, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(endpoint, path))
        {
            Content = new ByteArrayContent(body),
        };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        // Without it a watch on a member that lost its leader hangs silently, and writes take seven seconds to fail.
        message.Headers.Add("Grpc-Metadata-hasleader", "true");
        try
        {
            return await _http.SendAsync(message, until, cancellation).ConfigureAwait(false);
        }
        catch (HttpRequestException error)
        {
            throw new CoordinationException(FaultOf(error), $"{endpoint} cannot be asked: {error.Message}", error);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new CoordinationException(
                CoordinationFault.Unreachable,
                $"{endpoint} took no connection within {options.ConnectDeadline}",
                error);
        }
    }

    /// <summary>A source that is cancelled by the caller, or when the call's deadline is over.</summary>
    public CancellationTokenSource Deadline(CancellationToken cancellation, out CancellationTokenSource timer)
    {
        timer = new CancellationTokenSource(options.CallDeadline, time);
        return CancellationTokenSource.CreateLinkedTokenSource(cancellation, timer.Token);
    }

    public CoordinationException Overdue(Uri endpoint, Exception inner) => new(
        CoordinationFault.Overdue, $"{endpoint} did not answer within {options.CallDeadline}", inner);

    public void Accept(ReplyHeader? header, Uri endpoint) => _guard.Accept(header, endpoint, isRepeatable: true);

    public void Dispose() => _http.Dispose();

    private async Task<TReply> TryAsync<TReply>(
        Uri endpoint, string path, byte[] body, JsonTypeInfo<TReply> read, CancellationToken cancellation)
    {
        using var linked = Deadline(cancellation, out var timer);
        using (timer)
        {
            try
            {
                using var response = await SendAsync(
                    endpoint, path, body, HttpCompletionOption.ResponseContentRead, linked.Token).ConfigureAwait(false);
                var bytes = await response.Content.ReadAsByteArrayAsync(linked.Token).ConfigureAwait(false);
                return response.IsSuccessStatusCode
                    ? Read(endpoint, bytes, read)
                    : throw GatewayFaults.Of(
                        (int)response.StatusCode, System.Text.Encoding.UTF8.GetString(bytes), endpoint);
            }
            catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
            {
                throw Overdue(endpoint, error);
            }
        }
    }

    private static TReply Read<TReply>(Uri endpoint, byte[] bytes, JsonTypeInfo<TReply> read)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, read)
                ?? throw new CoordinationException(CoordinationFault.Failed, $"{endpoint} answered null");
        }
        catch (JsonException error)
        {
            throw new CoordinationException(
                CoordinationFault.Failed, $"{endpoint} answered what is no answer of etcd: {error.Message}", error);
        }
    }

    /// <summary>Faults that the next member may not have.</summary>
    private static bool IsOfThisMember(CoordinationFault fault) => fault is CoordinationFault.Unreachable
        or CoordinationFault.NoQuorum or CoordinationFault.Overdue;

    private static CoordinationFault FaultOf(HttpRequestException error) => error.HttpRequestError switch
    {
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError => CoordinationFault.Unreachable,
        HttpRequestError.ConfigurationLimitExceeded => CoordinationFault.TooLarge,

        // The request may have arrived; whether it was carried out nobody has said.
        _ => CoordinationFault.Overdue,
    };
}
