using Orchestrator.Coordination.Etcd;
using Orchestrator.Coordination.Gateway;
using Orchestrator.Drivers.Coordination;
using Orchestrator.Testing.Branch;
using Orchestrator.Testing.Coordination;
using Orchestrator.Testing.Waiting;

namespace Orchestrator.Coordination.Tests.Gateway;

/// <summary>What a real etcd says when it cannot, and what becomes of that.</summary>
public sealed class EtcdGatewayFaultTests
{
    private const string Key = "/faults/a";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_FirstMemberIsGone_GoesToTheNext()
    {
        await using var server = await EtcdServer.StartAsync(members: 3);
        using var gateway = Open(server.Endpoints);
        server.Members[0].Kill();

        // The one that is gone may have led the others: until they have chosen, a write's outcome is open.
        await UntilItWorksAsync(() => WriteAsync(gateway));

        Assert.Single((await ReadAsync(gateway)).Pairs);
    }

    [Fact]
    public async Task Read_FirstMemberHangs_GoesToTheNext()
    {
        await using var server = await EtcdServer.StartAsync(members: 3);

        // Were it the leader, nobody would answer before the others have chosen.
        var first = await server.FindFollowerAsync();
        using var gateway = Open([first.ClientUrl, .. server.Endpoints.Where(one => one != first.ClientUrl)]);
        await WriteAsync(gateway);
        first.Pause();

        var listing = await ReadAsync(gateway);

        Assert.Single(listing.Pairs);
        first.Resume();
    }

    [Fact]
    public async Task Write_MemberHangs_IsOverdueAndNotRepeated()
    {
        await using var server = await EtcdServer.StartAsync();
        using var gateway = Open([server.Endpoints[0], server.Endpoints[0]]);
        await ReadAsync(gateway);
        server.Members[0].Pause();

        var fault = await Assert.ThrowsAsync<CoordinationException>(() => WriteAsync(gateway));

        Assert.Equal(CoordinationFault.Overdue, fault.Fault);
        server.Members[0].Resume();
    }

    [Fact]
    public async Task Call_MajorityIsGone_FailsAndWorksAgainAfterwards()
    {
        await using var server = await EtcdServer.StartAsync(members: 3);
        using var gateway = Open(server.Endpoints);
        server.Members[1].Pause();
        server.Members[2].Pause();

        var write = await Assert.ThrowsAsync<CoordinationException>(() => WriteAsync(gateway));
        var read = await Assert.ThrowsAsync<CoordinationException>(() => ReadAsync(gateway));
        server.Members[1].Resume();
        server.Members[2].Resume();

        CoordinationFault[] expected =
            [CoordinationFault.NoQuorum, CoordinationFault.Overdue, CoordinationFault.Unreachable];
        Assert.Contains(write.Fault, expected);
        Assert.Contains(read.Fault, expected);
        await UntilItWorksAsync(() => ReadAsync(gateway));
    }

    [Fact]
    public async Task Watch_MemberIsGone_ComesToAnEnd()
    {
        await using var server = await EtcdServer.StartAsync(members: 3);
        using var gateway = Open(server.Endpoints);
        var written = await WriteAsync(gateway);
        var seen = new TaskCompletionSource();
        var watch = gateway.WatchAsync(
            EtcdRange.Of(Key), written.Revision, _ => seen.TrySetResult(), Cancellation);
        await seen.Task.Within("the key's creation");

        server.Members[0].Kill();

        var end = await Record.ExceptionAsync(() => watch.Within("the watch's end"));
        Assert.True(
            end is CoordinationException { Fault: CoordinationFault.Unreachable } || watch.IsCompletedSuccessfully,
            $"{end}");
        var again = new TaskCompletionSource();
        var next = gateway.WatchAsync(EtcdRange.Of(Key), written.Revision, _ => again.TrySetResult(), Cancellation);
        await again.Task.Within("the key's creation, from another member", () => $"{next.Status} {next.Exception}");
    }

    [Fact]
    public async Task Call_NobodyListens_IsUnreachable()
    {
        Uri[] endpoints;
        await using (var server = await EtcdServer.StartAsync())
        {
            endpoints = [.. server.Endpoints];
        }

        using var gateway = Open(endpoints);
        var fault = await Assert.ThrowsAsync<CoordinationException>(() => WriteAsync(gateway));

        Assert.Equal(CoordinationFault.Unreachable, fault.Fault);
        Assert.Contains(endpoints[0].Authority, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_MemberOfAnotherCluster_IsForeign()
    {
        await using var ours = await EtcdServer.StartAsync();
        await using var theirs = await EtcdServer.StartAsync();
        using var gateway = Open([.. ours.Endpoints, .. theirs.Endpoints]);
        await WriteAsync(gateway);
        ours.Members[0].Kill();

        var fault = await Assert.ThrowsAsync<CoordinationException>(() => ReadAsync(gateway));

        Assert.Equal(CoordinationFault.ForeignCluster, fault.Fault);
    }

    [Fact]
    public async Task Write_QuotaIsUsedUp_IsStorageFull()
    {
        await using var server = await EtcdServer.StartAsync(1, "--quota-backend-bytes", "65536");
        using var gateway = Open(server.Endpoints);

        var fault = await Assert.ThrowsAsync<CoordinationException>(async () =>
        {
            for (var count = 0; count < 100; count++)
            {
                await gateway.CommitAsync(
                    new EtcdTransaction([], [new PutKey($"{Key}{count}", new byte[16 * 1024])], []), Cancellation);
            }
        });

        Assert.Equal(CoordinationFault.StorageFull, fault.Fault);
    }

    [Fact]
    public async Task Call_BeyondALimit_IsTooLargeAndWritesNothing()
    {
        await using var server = await EtcdServer.StartAsync(1, "--max-request-bytes", "20000");
        using var gateway = new EtcdGateway(
            new EtcdOptions { Endpoints = server.Endpoints, RequestBytesMax = 100_000 },
            new CoordinationOptions { KeysMax = 3 },
            TimeProvider.System);

        await TooLargeAsync(() => PutAsync(gateway, [new PutKey(Key, new byte[80_000])]));
        await TooLargeAsync(() => PutAsync(gateway, [new PutKey(Key, new byte[30_000])]));
        await TooLargeAsync(() => PutAsync(
            gateway, [.. Enumerable.Range(0, 129).Select(number => new PutKey($"{Key}{number}", []))]));
        Assert.Empty((await gateway.RangeAsync(EtcdRange.Under("/faults/"), Cancellation)).Pairs);

        await PutAsync(gateway, [.. Enumerable.Range(0, 4).Select(number => new PutKey($"{Key}{number}", []))]);
        await TooLargeAsync(() => gateway.RangeAsync(EtcdRange.Under("/faults/"), Cancellation));
    }

    private static async Task TooLargeAsync(Func<Task> call) =>
        Assert.Equal(CoordinationFault.TooLarge, (await Assert.ThrowsAsync<CoordinationException>(call)).Fault);

    private static Task<EtcdOutcome> PutAsync(EtcdGateway gateway, IReadOnlyList<EtcdOperation> puts) =>
        gateway.CommitAsync(new EtcdTransaction([], puts, []), Cancellation);

    private static EtcdGateway Open(IReadOnlyList<Uri> endpoints) =>
        new(new EtcdOptions { Endpoints = endpoints }, new CoordinationOptions(), TimeProvider.System);

    private static Task<EtcdOutcome> WriteAsync(EtcdGateway gateway) => gateway.CommitAsync(
        new EtcdTransaction([EtcdComparison.Absent(Key)], [new PutKey(Key, [])], []), Cancellation);

    private static Task<EtcdListing> ReadAsync(EtcdGateway gateway) =>
        gateway.RangeAsync(EtcdRange.Of(Key), Cancellation);

    private static Task<Exception?> UntilItWorksAsync(Func<Task> call) => Eventually.SeeAsync(
        "an answer once there is a majority again",
        async () => await Record.ExceptionAsync(call),
        error => error is null);
}
