using System.Net;
using Orchestrator.Actors;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Core.Slots;

namespace Orchestrator.Pool.Pools;

/// <content>An operator's orders: each goes to the pool that it is about.</content>
public sealed partial class LocalPools
{
    public Task<OperatorAnswer> ResizeAsync(PoolName pool, int size, CancellationToken cancellation) =>
        _settings.TryGetValue(pool, out var settings) && WhyNotOfSize(settings, size) is { } reason
            ? Task.FromResult(OperatorAnswer.Refused(reason))
            : AskAsync(pool, reply => new ResizePool(size, reply), cancellation);

    public Task<OperatorAnswer> AdmitAsync(PoolName pool, Admission admission, CancellationToken cancellation) =>
        AskAsync(pool, reply => new AdmitKiosks(admission, reply), cancellation);

    public async Task<OperatorAnswer> EndSessionAsync(SessionId session, CancellationToken cancellation)
    {
        foreach (var pool in _pools.Keys)
        {
            var answer = await AskAsync(pool, reply => new EndSessionOf(session, reply), cancellation)
                .ConfigureAwait(false);
            if (answer.Verdict != OperatorVerdict.Unknown)
            {
                return answer;
            }
        }

        return OperatorAnswer.Unknown($"no session is named '{session}'; list them to see which there are");
    }

    public Task<OperatorAnswer> QuarantineAsync(SlotId slot, string reason, CancellationToken cancellation) =>
        AskAsync(slot.Pool, reply => new QuarantineSlot(slot, reason, reply), cancellation);

    public Task<OperatorAnswer> ReleaseAsync(SlotId slot, CancellationToken cancellation) =>
        AskAsync(slot.Pool, reply => new ReleaseSlot(slot, reply), cancellation);

    private async Task<OperatorAnswer> AskAsync(
        PoolName pool, Func<IReplyTo<OperatorAnswer>, PoolMessage> message, CancellationToken cancellation) =>
        _pools.TryGetValue(pool, out var actor)
            ? await actor.AskAsync(message, QueryTimeout, _time, cancellation).ConfigureAwait(false)
            : OperatorAnswer.Unknown($"no pool is named '{pool}'; pools are {string.Join(", ", _pools.Keys)}");

    /// <summary>Slots are ports one after the other, and another pool may begin where this one would grow to.</summary>
    private string? WhyNotOfSize(PoolSettings pool, int size)
    {
        if (size is < 0 or > PoolSettings.SizeMax)
        {
            return $"{size} slots are out of range; a pool has 0..{PoolSettings.SizeMax}";
        }

        var end = pool.FirstConsolePort + size;
        if (end - 1 > IPEndPoint.MaxPort)
        {
            return $"{size} slots from port {pool.FirstConsolePort} end after port {IPEndPoint.MaxPort}";
        }

        var next = _settings.Values.Where(other => other.FirstConsolePort > pool.FirstConsolePort)
            .MinBy(other => other.FirstConsolePort);
        return next is not null && next.FirstConsolePort < end
            ? $"{size} slots from port {pool.FirstConsolePort} reach into pool {next.Name}, "
                + $"which begins at {next.FirstConsolePort}"
            : null;
    }
}
