using Orchestrator.Contracts;
using Orchestrator.Core.Operators;

namespace Orchestrator.Daemon.Tests.Http;

/// <summary>Following the branch, on the server itself and from elsewhere.</summary>
public sealed class ClusterTailTests : IAsyncLifetime
{
    private static readonly ClusterMember Alpha = new(
        "alpha", "up", IsReachable: true, "10.0.0.1:5907", "1.0", [], new Dictionary<string, int>(),
        new Dictionary<string, int>());

    private static readonly ClusterStatus Branch = new("alpha", "alpha", SeesStore: true, [Alpha]);

    private readonly BranchCertificates _certificates = new();
    private readonly ApiHost _host;

    public ClusterTailTests() => _host = new ApiHost { Remote = _certificates.Files, IsInBranch = true };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _host.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _certificates.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tail_OfABranch_TellsWhatIsThereAndWhatChanges(bool isElsewhere)
    {
        _host.Branch = Branch;
        using var client = Client(isElsewhere);
        await using var events = client.ReadClusterEventsAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.Equal(("member-up", "alpha"), await NextAsync(events));
        Assert.Equal(("leader-changed", "alpha"), await NextAsync(events));

        _host.Branch = Branch with { Members = [Alpha, Alpha with { Node = "beta", Status = "joining" }] };
        Assert.Equal(("member-joining", "beta"), await NextAsync(events));

        _host.Branch = Branch with { Members = [Alpha, Alpha with { Node = "beta" }] };
        Assert.Equal(("member-up", "beta"), await NextAsync(events));
    }

    [Fact]
    public async Task Tail_WhoseFollowerLeaves_IsNoLongerTold()
    {
        _host.Branch = Branch;
        using var client = Client(isElsewhere: false);
        await using (var events = client.ReadClusterEventsAsync(Cancellation).GetAsyncEnumerator(Cancellation))
        {
            await NextAsync(events);
            Assert.Equal(1, _host.Watched.WatcherCount);
        }

        await Bound.Until(
            () => _host.Watched.WatcherCount == 0, () => $"no watcher, but there is {_host.Watched.WatcherCount}");
    }

    [Fact]
    public async Task Tail_OfADaemonThatStops_Ends()
    {
        _host.Branch = Branch;
        using var client = Client(isElsewhere: false);
        await using var events = client.ReadClusterEventsAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        await NextAsync(events);
        await NextAsync(events);

        var next = events.MoveNextAsync().AsTask();
        _host.Service<Microsoft.Extensions.Hosting.IHostApplicationLifetime>().StopApplication();

        await Assert.ThrowsAsync<IOException>(() => Bound.Within(next, "the end of the events"));
    }

    [Fact]
    public async Task Tail_OfAServerAlone_IsRefused()
    {
        using var client = Client(isElsewhere: false);
        await using var events = client.ReadClusterEventsAsync(Cancellation).GetAsyncEnumerator(Cancellation);

        var refusal = await Assert.ThrowsAsync<ApiException>(() => NextAsync(events));

        Assert.Equal((404, "no-cluster"), (refusal.Status, refusal.Code));
    }

    private static async Task<(string Kind, string? Node)> NextAsync(IAsyncEnumerator<ClusterEvent> events)
    {
        Assert.True(await Bound.Within(events.MoveNextAsync().AsTask(), "an event of the branch"));
        return (events.Current.Kind, events.Current.Node);
    }

    private ApiClient Client(bool isElsewhere) => isElsewhere
        ? new ApiClient(_host.RemoteTarget, _certificates.Of("anna", OperatorRole.Viewer))
        : new ApiClient(new ApiTarget(_host.Socket, "localhost", 80));
}
