using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Nodes;

/// <summary>A daemon's API by its unix socket, which is of no network.</summary>
public sealed class NodeApi : IDisposable
{
    private static readonly TimeSpan AnswerBound = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http;

    public NodeApi(string socket) => _http = new HttpClient(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellation) =>
        {
            var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellation);
            return new NetworkStream(connection, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri("http://localhost/api/v1/"),
        Timeout = AnswerBound,
    };

    /// <returns>The answer, or null: nobody answers.</returns>
    public async Task<JsonNode?> GetAsync(string what)
    {
        var cancellation = TestContext.Current.CancellationToken;
        try
        {
            return JsonNode.Parse(await _http.GetStringAsync(new Uri(what, UriKind.Relative), cancellation));
        }
        catch (Exception error) when (error is HttpRequestException or JsonException
            || error is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <returns>The items of an answer; none, when nobody answers.</returns>
    public async Task<JsonArray> ListAsync(string what) => await GetAsync(what) as JsonArray ?? [];

    /// <summary>Gives an order; fails when it is refused.</summary>
    public async Task PostAsync(string what)
    {
        using var answer = await _http.PostAsync(
            new Uri(what, UriKind.Relative), null, TestContext.Current.CancellationToken);
        Assert.True(
            answer.IsSuccessStatusCode,
            $"{what}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(CancellationToken.None)}");
    }

    public void Dispose() => _http.Dispose();
}
