using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Orchestrator.Contracts;

/// <summary>A daemon's API, called through its socket or a port. Every call throws <see cref="ApiException"/> for a
/// refusal, <see cref="ApiUnreachableException"/> when nobody answers and <see cref="ApiUntrustedException"/> when one
/// side does not believe the other's certificate.</summary>
public sealed class ApiClient : IDisposable
{
    private readonly ApiTarget _target;
    private readonly ApiCredentials? _credentials;
    private readonly HttpClient _http;
    private volatile bool _wasAnswered;

    /// <param name="target">Where.</param>
    /// <param name="credentials">For a target that is TLS.</param>
    public ApiClient(ApiTarget target, ApiCredentials? credentials = null)
    {
        (_target, _credentials) = (target, credentials);
        _http = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync, UseProxy = false })
        {
            BaseAddress = new UriBuilder(Uri.UriSchemeHttp, target.Host, target.Port).Uri,

            // Whoever calls says how long he waits; a followed log has no end.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public Task<IReadOnlyList<PoolStatus>> GetPoolsAsync(CancellationToken cancellation) =>
        GetAsync(ApiRoutes.Pools, ApiJson.Default.IReadOnlyListPoolStatus, cancellation);

    public Task<IReadOnlyList<SlotStatus>> GetSlotsAsync(string? pool, CancellationToken cancellation) =>
        GetAsync(OfPool(ApiRoutes.Slots, pool), ApiJson.Default.IReadOnlyListSlotStatus, cancellation);

    public Task<IReadOnlyList<SessionStatus>> GetSessionsAsync(string? pool, CancellationToken cancellation) =>
        GetAsync(OfPool(ApiRoutes.Sessions, pool), ApiJson.Default.IReadOnlyListSessionStatus, cancellation);

    public Task<IReadOnlyList<AlarmStatus>> GetAlarmsAsync(string? pool, CancellationToken cancellation) =>
        GetAsync(OfPool(ApiRoutes.Alarms, pool), ApiJson.Default.IReadOnlyListAlarmStatus, cancellation);

    /// <summary>The branch as this node sees it; a node that stands alone refuses.</summary>
    public Task<ClusterStatus> GetClusterAsync(CancellationToken cancellation) =>
        GetAsync(ApiRoutes.Cluster, ApiJson.Default.ClusterStatus, cancellation);

    public Task<IReadOnlyList<JoinTokenStatus>> GetJoinTokensAsync(CancellationToken cancellation) =>
        GetAsync(ApiRoutes.JoinTokens, ApiJson.Default.IReadOnlyListJoinTokenStatus, cancellation);

    /// <param name="seconds">How long it may be used.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<JoinTokenCreated> CreateJoinTokenAsync(int seconds, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{ApiRoutes.JoinTokens}?ttl={seconds}");
        using var answer = await SendAsync(request, cancellation).ConfigureAwait(false);
        return await ReadAsync(answer, ApiJson.Default.JoinTokenCreated, cancellation).ConfigureAwait(false);
    }

    public Task<IReadOnlyList<OperatorRevocation>> GetRevokedOperatorsAsync(CancellationToken cancellation) =>
        GetAsync(ApiRoutes.RevokedOperators, ApiJson.Default.IReadOnlyListOperatorRevocation, cancellation);

    public Task<ActorTree> GetActorsAsync(CancellationToken cancellation) =>
        GetAsync(ApiRoutes.Actors, ApiJson.Default.ActorTree, cancellation);

    public Task<IReadOnlyList<AuditEntry>> GetAuditAsync(int last, CancellationToken cancellation) =>
        GetAsync($"{ApiRoutes.Audit}?last={last}", ApiJson.Default.IReadOnlyListAuditEntry, cancellation);

    /// <summary>Sends an order to a route whose parts are filled.</summary>
    /// <returns>What is so now.</returns>
    public async Task<OrderDone> OrderAsync(string route, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, route);
        using var answer = await SendAsync(request, cancellation).ConfigureAwait(false);
        return answer.StatusCode switch
        {
            HttpStatusCode.NoContent => new OrderDone("done"),
            HttpStatusCode.Accepted => new OrderDone("begun; it takes longer than a request may, and goes on"),
            _ => await ReadAsync(answer, ApiJson.Default.OrderDone, cancellation).ConfigureAwait(false),
        };
    }

    /// <summary>The latest log lines, and, if followed, every new one until cancelled.</summary>
    /// <exception cref="IOException">Following was ended by the daemon.</exception>
    public IAsyncEnumerable<LogLine> ReadLogAsync(int last, bool follow, CancellationToken cancellation) =>
        ReadLinesAsync(
            $"{ApiRoutes.Log}?last={last}&follow={(follow ? "true" : "false")}",
            ApiJson.Default.LogLine,
            isEndless: follow,
            cancellation);

    /// <summary>What is in the branch, and then everything that changes, until cancelled.</summary>
    /// <exception cref="IOException">The daemon ended it.</exception>
    public IAsyncEnumerable<ClusterEvent> ReadClusterEventsAsync(CancellationToken cancellation) =>
        ReadLinesAsync(ApiRoutes.ClusterEvents, ApiJson.Default.ClusterEvent, isEndless: true, cancellation);

    public void Dispose() => _http.Dispose();

    private static string OfPool(string route, string? pool) =>
        pool is null ? route : $"{route}?pool={Uri.EscapeDataString(pool)}";

    private async Task<T> GetAsync<T>(string route, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, route);
        using var answer = await SendAsync(request, cancellation).ConfigureAwait(false);
        return await ReadAsync(answer, type, cancellation).ConfigureAwait(false);
    }

    private async IAsyncEnumerable<T> ReadLinesAsync<T>(
        string route, JsonTypeInfo<T> type, bool isEndless, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, route);
        using var answer = await SendAsync(request, cancellation).ConfigureAwait(false);
        var body = await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        using var reader = new StreamReader(body);
        while (await reader.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            yield return JsonSerializer.Deserialize(line, type)
                ?? throw new JsonException("the daemon answered null");
        }

        if (isEndless)
        {
            throw new IOException("the daemon has ended it; see whether it runs");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        HttpResponseMessage answer;
        try
        {
            answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation)
                .ConfigureAwait(false);
            _wasAnswered = true;
        }
        catch (HttpRequestException error)
        {
            throw error.InnerException is ApiUntrustedException untrusted ? untrusted : IsRefusal(error)
                ? new ApiUntrustedException(_target, "the daemon ended the connection at once: it does not accept the "
                    + "operator's certificate, because it is of another branch or has run out", error)
                : new ApiUnreachableException(_target, error.InnerException ?? error);
        }

        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            var body = await ReadErrorAsync(answer, cancellation).ConfigureAwait(false);
            throw new ApiException((int)answer.StatusCode, body.Code, body.Message);
        }
    }

    /// <summary>In TLS 1.3 a client is done before the server has looked at its certificate: that it was refused shows
    /// at the first answer.</summary>
    private bool IsRefusal(HttpRequestException error) => _target.IsSecure && !_wasAnswered
        && error.InnerException is not (SocketException or null) && error.HttpRequestError
            != HttpRequestError.ConnectionError;

    private static async Task<ErrorBody> ReadErrorAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            return await ReadAsync(answer, ApiJson.Default.ErrorBody, cancellation).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            return new ErrorBody("http", $"the daemon answered {(int)answer.StatusCode} {answer.ReasonPhrase}");
        }
    }

    private static async Task<T> ReadAsync<T>(
        HttpResponseMessage answer, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        await answer.Content.ReadFromJsonAsync(type, cancellation).ConfigureAwait(false)
            ?? throw new JsonException("the daemon answered null");

    private async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = _target.Socket is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            EndPoint end = _target.Socket is null
                ? new DnsEndPoint(_target.Host, _target.Port)
                : new UnixDomainSocketEndPoint(_target.Socket);
            await socket.ConnectAsync(end, cancellation).ConfigureAwait(false);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return _target.IsSecure ? await SecureAsync(stream, cancellation).ConfigureAwait(false) : stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<Stream> SecureAsync(Stream stream, CancellationToken cancellation)
    {
        var secure = new SslStream(stream);
        try
        {
            var credentials = _credentials
                ?? throw new ApiUntrustedException(_target, "an operator's certificate is needed");
            await secure.AuthenticateAsClientAsync(credentials.For(_target.Host), cancellation).ConfigureAwait(false);
            return secure;
        }
        catch (AuthenticationException error)
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw new ApiUntrustedException(
                _target,
                "who answers is not "
                    + (_credentials!.Node is { } node ? $"node {node}" : $"certified for '{_target.Host}'")
                    + " by the operator's branch; --node names a server by its name there",
                error);
        }
    }
}
