using Orchestrator.Contracts;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Core.Slots;
using Orchestrator.Daemon.Audit;
using Orchestrator.Pool.Pools;
using Answer = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<Orchestrator.Contracts.OrderDone>,
    Microsoft.AspNetCore.Http.HttpResults.NotFound<Orchestrator.Contracts.ErrorBody>,
    Microsoft.AspNetCore.Http.HttpResults.Conflict<Orchestrator.Contracts.ErrorBody>>;

namespace Orchestrator.Daemon.Http;

/// <summary>Responsible for the routes of an operator's orders; each is in the audit log before it is done.</summary>
internal static class OrderEndpoints
{
    /// <summary>Characters of a reason that the journal keeps.</summary>
    private const int ReasonLengthMax = 200;

    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(ApiRoutes.ResizePool, ResizeAsync).WithName("resizePool").AddEndpointFilter<AuditFilter>()
            .WithSummary("Gives the pool another size: of a server alone, until the configuration's changes; of a "
                + "branch, over all its servers, until it is given another one.");
        routes.MapPost(ApiRoutes.QuarantineSlot, QuarantineAsync).WithName("quarantineSlot")
            .AddEndpointFilter<AuditFilter>()
            .WithSummary("Takes a slot out of service until it is released; a session in it goes on to its end.");
        routes.MapPost(ApiRoutes.ReleaseSlot, ReleaseAsync).WithName("releaseSlot").AddEndpointFilter<AuditFilter>()
            .WithSummary("Ends a slot's quarantine, whoever began it.");
        routes.MapPost(ApiRoutes.EndSession, EndSessionAsync).WithName("endSession").AddEndpointFilter<AuditFilter>()
            .WithSummary("Ends a session; answered when its console path is closed.");
    }

    private static async Task<Answer> ResizeAsync(
        string name, int size, IPoolOrders orders, CancellationToken aborted) =>
        PoolName.TryParse(name, out var pool)
            ? Tell("pool", await orders.ResizeAsync(pool, size, aborted).ConfigureAwait(false))
            : NoName("pool", name);

    private static async Task<Answer> QuarantineAsync(
        string name, int port, IPoolOrders orders, CancellationToken aborted, string? reason = null)
    {
        if (!PoolName.TryParse(name, out var pool))
        {
            return NoName("pool", name);
        }

        if (reason?.Length > ReasonLengthMax)
        {
            return Tell("slot", OperatorAnswer.Refused(
                $"the reason has {reason.Length} characters; it may have {ReasonLengthMax}"));
        }

        return Tell("slot", await orders.QuarantineAsync(
            new SlotId(pool, port), reason ?? "quarantined by an operator", aborted).ConfigureAwait(false));
    }

    private static async Task<Answer> ReleaseAsync(
        string name, int port, IPoolOrders orders, CancellationToken aborted) =>
        PoolName.TryParse(name, out var pool)
            ? Tell("slot", await orders.ReleaseAsync(new SlotId(pool, port), aborted).ConfigureAwait(false))
            : NoName("pool", name);

    private static async Task<Answer> EndSessionAsync(string id, IPoolOrders orders, CancellationToken aborted) =>
        SessionId.TryParse(id, out var session)
            ? Tell("session", await orders.EndSessionAsync(session, aborted).ConfigureAwait(false))
            : NoName("session", id);

    private static Answer NoName(string what, string name) =>
        Tell(what, OperatorAnswer.Unknown($"no {what} is named '{name}'; list them to see which there are"));

    private static Answer Tell(string what, OperatorAnswer answer) => answer.Verdict switch
    {
        OperatorVerdict.Done => TypedResults.Ok(new OrderDone(answer.Detail)),
        OperatorVerdict.Unknown => TypedResults.NotFound(new ErrorBody($"{what}-unknown", answer.Detail)),
        _ => TypedResults.Conflict(new ErrorBody($"{what}-refused", answer.Detail)),
    };
}
