using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Orchestrator.Contracts;
using Orchestrator.Daemon.Http;

namespace Orchestrator.Daemon.Tests.Http;

/// <summary>What the API shows of the node itself, and through which doors.</summary>
public sealed class NodeTests : IAsyncLifetime
{
    private const UnixFileMode OwnerAndGroup =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    private readonly ApiHost _host = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _host.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Socket_Called_AnswersAndRecordsTheUser()
    {
        using var client = OverSocket();

        using var answer = await Bound.Within(
            client.PostAsync("http://localhost/api/v1/pools/demo/resize?size=3", null, Cancellation), "an answer");

        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
        var entries = await _host.Client.GetFromJsonAsync(
            ApiRoutes.Audit, ApiJson.Default.IReadOnlyListAuditEntry, Cancellation);
        Assert.Equal("uid 0 (root)", entries![0].Caller);
    }

    [Fact]
    public void Socket_Open_IsItsOwnersAndGroups() => Assert.Equal(OwnerAndGroup, File.GetUnixFileMode(_host.Socket));

    [Fact]
    public void Socket_OfALivingProcess_IsNotTaken()
    {
        var error = Assert.Throws<IOException>(new ApiSocket(_host.Socket).Prepare);

        Assert.Contains("another process answers", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Socket_OfADeadProcess_IsReplaced()
    {
        var path = Path.Combine(Path.GetDirectoryName(_host.AuditLog)!, "dead.sock");

        // Bound and not listening refuses connections, as the socket of a killed process does.
        using var killed = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        killed.Bind(new UnixDomainSocketEndPoint(path));

        new ApiSocket(path).Prepare();

        Assert.False(File.Exists(path), $"{path} is still there; a bind on it would fail");
    }

    [Fact]
    public void Socket_PathOfAFile_IsLeftAlone()
    {
        File.WriteAllText(_host.AuditLog, "precious");

        Assert.Throws<IOException>(new ApiSocket(_host.AuditLog).Prepare);

        Assert.Equal("precious", File.ReadAllText(_host.AuditLog));
    }

    [Fact]
    public async Task Actors_Asked_NamesTheSystem()
    {
        var tree = await _host.Client.GetFromJsonAsync(ApiRoutes.Actors, ApiJson.Default.ActorTree, Cancellation);

        Assert.Equal(("pbm", Environment.MachineName, 0), (tree!.System, tree.Node, tree.Paths.Count));
    }

    [Fact]
    public async Task Log_Followed_BringsOldAndNewLines()
    {
        var logger = _host.Log.CreateLogger("Orchestrator.Test");
        logger.Log(LogLevel.Information, new EventId(7), "before", null, (text, _) => text);
        using var answer = await Bound.Within(
            _host.Client.GetAsync(
                ApiRoutes.Log + "?last=1&follow=true", HttpCompletionOption.ResponseHeadersRead, Cancellation),
            "the log");
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancellation));
        Assert.Equal(("info", "Orchestrator.Test", 7, "before"), await NextAsync(reader));

        logger.Log(LogLevel.Warning, new EventId(8), "after", null, (text, _) => text);

        Assert.Equal(("warn", "Orchestrator.Test", 8, "after"), await NextAsync(reader));
    }

    private static async Task<(string Level, string Source, int EventId, string Text)> NextAsync(StreamReader reader)
    {
        var text = await Bound.Within(reader.ReadLineAsync(Cancellation).AsTask(), "a line of the log");
        var line = JsonSerializer.Deserialize(text!, ApiJson.Default.LogLine)!;
        return (line.Level, line.Source, line.EventId, line.Text);
    }

    private HttpClient OverSocket() => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellation) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_host.Socket), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });
}
