using System.Text;
using Orchestrator.Coordination.Etcd;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Coordination.Gateway;

/// <summary>etcd through its JSON gateway, over HTTP alone.</summary>
internal sealed class EtcdGateway(EtcdOptions options, CoordinationOptions limits, TimeProvider time) : IEtcd
{
    private readonly GatewayCalls _calls = new(options, time);

    public async Task<EtcdListing> RangeAsync(EtcdRange range, CancellationToken cancellation)
    {
        var request = new RangeRequest { Key = range.Key, RangeEnd = range.End, Limit = limits.KeysMax };
        var reply = await _calls.CallAsync(
            "/v3/kv/range", request, GatewayJson.Default.RangeRequest, GatewayJson.Default.RangeReply,
            (reply, _) => reply.Header, isRepeatable: true, cancellation).ConfigureAwait(false);
        return reply.More
            ? throw new CoordinationException(
                CoordinationFault.TooLarge,
                $"more than {limits.KeysMax} keys under {range.Text}: something else writes there")
            : new EtcdListing(reply.Header!.Revision, [.. reply.KeyValues.Select(Pair)]);
    }

    public async Task<EtcdOutcome> CommitAsync(EtcdTransaction transaction, CancellationToken cancellation)
    {
        var largest = Math.Max(
            transaction.Conditions.Count, Math.Max(transaction.Then.Count, transaction.Otherwise.Count));
        if (largest > TransactionBody.OperationsMax)
        {
            throw new CoordinationException(
                CoordinationFault.TooLarge,
                $"a transaction of {largest} parts; etcd takes {TransactionBody.OperationsMax}");
        }

        var reply = await _calls.CallAsync(
            "/v3/kv/txn", TransactionBody.Of(transaction), GatewayJson.Default.TransactionRequest,
            GatewayJson.Default.TransactionReply, (reply, _) => reply.Header, isRepeatable: false, cancellation)
            .ConfigureAwait(false);
        return new EtcdOutcome(
            reply.Succeeded,
            reply.Header!.Revision,
            [.. reply.Responses.SelectMany(part => part.Range?.KeyValues ?? []).Select(Pair)]);
    }

    public async Task<EtcdLease> GrantAsync(TimeSpan timeToLive, CancellationToken cancellation)
    {
        var request = new GrantRequest { Seconds = (long)Math.Ceiling(timeToLive.TotalSeconds) };

        // Repeatable: a lease that nobody knows of runs out by itself.
        var reply = await _calls.CallAsync(
            "/v3/lease/grant", request, GatewayJson.Default.GrantRequest, GatewayJson.Default.LeaseReply,
            (reply, _) => reply.Header, isRepeatable: true, cancellation).ConfigureAwait(false);
        return new EtcdLease(reply.Id, TimeSpan.FromSeconds(reply.Seconds));
    }

    public async Task<TimeSpan?> KeepAliveAsync(long lease, CancellationToken cancellation)
    {
        var reply = await _calls.CallAsync(
            "/v3/lease/keepalive", new LeaseRequest { Id = lease }, GatewayJson.Default.LeaseRequest,
            GatewayJson.Default.KeepAliveReply, KeepAliveHeader, isRepeatable: true, cancellation)
            .ConfigureAwait(false);
        return reply.Message!.Seconds > 0 ? TimeSpan.FromSeconds(reply.Message.Seconds) : null;
    }

    public async Task RevokeAsync(long lease, CancellationToken cancellation)
    {
        try
        {
            await _calls.CallAsync(
                "/v3/lease/revoke", new LeaseRequest { Id = lease }, GatewayJson.Default.LeaseRequest,
                GatewayJson.Default.LeaseReply, (reply, _) => reply.Header, isRepeatable: true, cancellation)
                .ConfigureAwait(false);
        }
        catch (CoordinationException error) when (error.Fault == CoordinationFault.Fenced)
        {
            // It is gone already, which is all that was wanted.
        }
    }

    public Task<EtcdWatchEnd> WatchAsync(
        EtcdRange range, long fromRevision, Action<IReadOnlyList<EtcdChange>> observer,
        CancellationToken cancellation) =>
        new GatewayWatch(_calls, options, range, observer).RunAsync(fromRevision, cancellation);

    public void Dispose() => _calls.Dispose();

    internal static EtcdPair Pair(KeyValueMessage pair) => new(
        Encoding.UTF8.GetString(pair.Key), pair.Value, pair.CreateRevision, pair.ModRevision, pair.Lease);

    /// <summary>An error inside of a stream comes with HTTP 200.</summary>
    private static ReplyHeader? KeepAliveHeader(KeepAliveReply reply, Uri endpoint) => reply switch
    {
        { Error: { } error } => throw GatewayFaults.Of(error, endpoint),
        _ => reply.Message?.Header,
    };
}
