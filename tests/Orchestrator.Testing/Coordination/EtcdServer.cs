using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Testing.Coordination;

/// <summary>A real etcd of one or more members on loopback, with a data directory of its own, gone with its
/// disposal.</summary>
public sealed class EtcdServer : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pbm-etcd-");
    private readonly HttpClient _http;
    private readonly string[] _extra;
    private readonly string _scheme;

    private EtcdServer(HttpClient http, string scheme, string[] extra) =>
        (_http, _scheme, _extra) = (http, scheme, extra);

    public IReadOnlyList<EtcdMember> Members { get; private set; } = [];

    public IReadOnlyList<Uri> Endpoints => [.. Members.Select(member => member.ClientUrl)];

    /// <param name="members">How many.</param>
    /// <param name="extra">Further arguments of each.</param>
    public static async Task<EtcdServer> StartAsync(int members = 1, params string[] extra)
    {
        var server = new EtcdServer(new HttpClient(), "http", extra);
        await server.StartAsync(members);
        return server;
    }

    /// <param name="http">Knows how to speak to the server.</param>
    /// <param name="extra">The arguments that make it secure.</param>
    public static async Task<EtcdServer> StartSecureAsync(HttpClient http, params string[] extra)
    {
        var server = new EtcdServer(http, "https", extra);
        await server.StartAsync(1);
        return server;
    }

    /// <summary>A member that does not lead the others now.</summary>
    public async Task<EtcdMember> FindFollowerAsync()
    {
        foreach (var member in Members)
        {
            var status = await PostAsync(member.ClientUrl, "/v3/maintenance/status", new { });
            var own = status.GetProperty("header").GetProperty("member_id").GetString();
            if (status.GetProperty("leader").GetString() != own)
            {
                return member;
            }
        }

        throw new InvalidOperationException($"none of {Members.Count} etcd members follows another one");
    }

    /// <summary>Forgets the history before a revision.</summary>
    public Task CompactAsync(long revision) =>
        PostAsync(Endpoints[0], "/v3/kv/compaction", new { revision, physical = true });

    public async ValueTask DisposeAsync()
    {
        foreach (var member in Members)
        {
            member.Dispose();
        }

        _http.Dispose();
        _directory.Delete(recursive: true);
        await Task.CompletedTask;
    }

    private async Task StartAsync(int count)
    {
        var ports = FreePorts(count * 2);
        var urls = Enumerable.Range(0, count).Select(index => (
            Client: new Uri($"{_scheme}://127.0.0.1:{ports[index * 2]}"),
            Peer: new Uri($"http://127.0.0.1:{ports[(index * 2) + 1]}"))).ToList();
        var cluster = string.Join(',', urls.Select((url, index) => $"m{index}={Text(url.Peer)}"));
        Members = [.. urls.Select((url, index) => EtcdMember.Start(
            [
                "--name", $"m{index}", "--data-dir", Path.Combine(_directory.FullName, $"m{index}"),
                "--listen-client-urls", Text(url.Client), "--advertise-client-urls", Text(url.Client),
                "--listen-peer-urls", Text(url.Peer), "--initial-advertise-peer-urls", Text(url.Peer),
                "--initial-cluster", cluster, "--initial-cluster-token", _directory.Name, "--log-level", "warn",
                .. _extra,
            ],
            url.Client,
            url.Peer))];
        foreach (var member in Members)
        {
            await Eventually.SeeAsync(
                $"etcd at {member.ClientUrl} with a leader", () => HealthAsync(member),
                health => health.Contains("\"true\"", StringComparison.Ordinal));
        }
    }

    private async Task<string> HealthAsync(EtcdMember member)
    {
        try
        {
            return await _http.GetStringAsync(
                new Uri(member.ClientUrl, "/health"), TestContext.Current.CancellationToken);
        }
        catch (HttpRequestException error)
        {
            return $"{error.Message} ({member.LogTail()})";
        }
    }

    private async Task<JsonElement> PostAsync(Uri endpoint, string path, object body)
    {
        using var answer = await _http.PostAsJsonAsync(
            new Uri(endpoint, path), body, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private static string Text(Uri url) => url.GetLeftPart(UriPartial.Authority);

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }
}
