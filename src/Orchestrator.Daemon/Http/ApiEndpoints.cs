using Microsoft.AspNetCore.Http.HttpResults;
using Orchestrator.Actors;
using Orchestrator.Contracts;
using Orchestrator.Core.Pools;
using Orchestrator.Daemon.Audit;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Daemon.Http;

/// <summary>Responsible for the routes of the operator's API.</summary>
internal static class ApiEndpoints
{
    /// <summary>Longest wait for the pools; a node whose actors do not answer is not healthy.</summary>
    public static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(5);

    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(ApiRoutes.Health, GetHealthAsync).WithName("getHealth")
            .Produces<HealthStatus>(StatusCodes.Status503ServiceUnavailable);
        routes.MapGet(ApiRoutes.Pools, GetPoolsAsync).WithName("getPools");
        routes.MapGet(ApiRoutes.Slots, GetSlotsAsync).WithName("getSlots");
        routes.MapGet(ApiRoutes.Sessions, GetSessionsAsync).WithName("getSessions");
        routes.MapGet(ApiRoutes.Alarms, GetAlarmsAsync).WithName("getAlarms")
            .WithSummary("What is wrong now, most urgent first within a pool.");
        routes.MapPost(ApiRoutes.ClearPool, ClearPoolAsync).WithName("clearPool").AddEndpointFilter<AuditFilter>()
            .WithSummary("Ends every session of the pool, deletes every machine and starts from zero.");
        routes.MapOrders();
        routes.MapNode();
        routes.MapCluster();
        routes.MapOperators();
        routes.MapOpenApi();
    }

    private static async Task<Results<Ok<HealthStatus>, JsonHttpResult<HealthStatus>>> GetHealthAsync(
        IPools pools, TimeProvider time, CancellationToken aborted)
    {
        var health = await HealthAsync(pools, time, aborted).ConfigureAwait(false);
        const int Unavailable = StatusCodes.Status503ServiceUnavailable;
        return health.Status == HealthStatus.Healthy
            ? TypedResults.Ok(health)
            : TypedResults.Json(health, ApiJson.Default.HealthStatus, statusCode: Unavailable);
    }

    private static async Task<HealthStatus> HealthAsync(IPools pools, TimeProvider time, CancellationToken aborted)
    {
        using var bound = new AnswerBound(AnswerMax, time, aborted);
        try
        {
            return StatusView.Health(await pools.GetPoolsAsync(bound.Token).ConfigureAwait(false));
        }
        catch (Exception fault) when (!aborted.IsCancellationRequested)
        {
            // Whatever keeps the pools from answering is this route's business to tell, not to pass on as a broken
            // request.
            return new HealthStatus(HealthStatus.Unhealthy, [$"the pools do not answer: {fault.Message}"]);
        }
    }

    private static Task<Results<Ok<IReadOnlyList<PoolStatus>>, NotFound<ErrorBody>>> GetPoolsAsync(
        IPools pools, TimeProvider time, CancellationToken aborted, string? pool = null) =>
        ViewAsync(StatusView.Pools, pools, time, pool, aborted);

    private static Task<Results<Ok<IReadOnlyList<SlotStatus>>, NotFound<ErrorBody>>> GetSlotsAsync(
        IPools pools, TimeProvider time, CancellationToken aborted, string? pool = null) =>
        ViewAsync(StatusView.Slots, pools, time, pool, aborted);

    private static Task<Results<Ok<IReadOnlyList<SessionStatus>>, NotFound<ErrorBody>>> GetSessionsAsync(
        IPools pools, TimeProvider time, CancellationToken aborted, string? pool = null) =>
        ViewAsync(StatusView.Sessions, pools, time, pool, aborted);

    private static Task<Results<Ok<IReadOnlyList<AlarmStatus>>, NotFound<ErrorBody>>> GetAlarmsAsync(
        IPools pools, TimeProvider time, CancellationToken aborted, string? pool = null) =>
        ViewAsync(StatusView.Alarms, pools, time, pool, aborted);

    private static async Task<Results<Ok<IReadOnlyList<T>>, NotFound<ErrorBody>>> ViewAsync<T>(
        Func<IReadOnlyList<PoolSnapshot>, IReadOnlyList<T>> view, IPools pools, TimeProvider time, string? pool,
        CancellationToken aborted)
    {
        using var bound = new AnswerBound(AnswerMax, time, aborted);
        var all = await pools.GetPoolsAsync(bound.Token).ConfigureAwait(false);
        return Select(all, pool) is { } chosen ? TypedResults.Ok(view(chosen)) : Unknown(pool, all);
    }

    /// <summary>204 once nothing is left; 202 when deleting takes longer than a request may, and goes on.</summary>
    private static async Task<Results<NoContent, Accepted, NotFound<ErrorBody>>> ClearPoolAsync(
        string name, IPools pools, CancellationToken aborted, bool refill = true)
    {
        try
        {
            if (PoolName.TryParse(name, out var pool)
                && await pools.ClearAsync(pool, refill, aborted).ConfigureAwait(false))
            {
                return TypedResults.NoContent();
            }
        }
        catch (AskTimeoutException)
        {
            return TypedResults.Accepted((string?)null);
        }

        return Unknown(name, await pools.GetPoolsAsync(aborted).ConfigureAwait(false));
    }

    private static IReadOnlyList<PoolSnapshot>? Select(IReadOnlyList<PoolSnapshot> all, string? pool)
    {
        if (pool is null)
        {
            return all;
        }

        var chosen = all.Where(snapshot => snapshot.Name.Value == pool).ToArray();
        return chosen.Length == 0 ? null : chosen;
    }

    private static NotFound<ErrorBody> Unknown(string? pool, IReadOnlyList<PoolSnapshot> all)
    {
        var names = string.Join(", ", all.Select(one => one.Name));
        return TypedResults.NotFound(new ErrorBody("pool-unknown", $"no pool is named '{pool}'; pools are {names}"));
    }
}
