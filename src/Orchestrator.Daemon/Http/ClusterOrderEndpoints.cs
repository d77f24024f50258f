using Orchestrator.Cluster;
using Orchestrator.Contracts;
using Orchestrator.Core.Cluster;
using Orchestrator.Daemon.Audit;
using Orchestrator.Daemon.Branch;
using Orchestrator.Pool.Pools;
using Answer = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<Orchestrator.Contracts.OrderDone>,
    Microsoft.AspNetCore.Http.HttpResults.NotFound<Orchestrator.Contracts.ErrorBody>,
    Microsoft.AspNetCore.Http.HttpResults.Conflict<Orchestrator.Contracts.ErrorBody>>;

namespace Orchestrator.Daemon.Http;

/// <summary>Responsible for the routes of orders about the branch's servers; each is in the audit log before it is
/// done.</summary>
internal static class ClusterOrderEndpoints
{
    /// <summary>A deadline beyond it is none.</summary>
    private static readonly TimeSpan WithinMax = TimeSpan.FromDays(7);

    public static void MapClusterOrders(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(ApiRoutes.LeaveCluster, LeaveAsync).WithName("leaveCluster").AddEndpointFilter<AuditFilter>()
            .WithSummary("A server takes no new sessions and leaves the branch when the running ones have ended, or "
                + "are ended after so many seconds; GET the branch to see how far it is.");
        routes.MapPost(ApiRoutes.DownMember, DownAsync).WithName("downMember").AddEndpointFilter<AuditFilter>()
            .WithSummary("Gives up a server that cannot be reached and will not come back.");
        routes.MapPost(ApiRoutes.DownUnreachable, DownUnreachableAsync).WithName("downUnreachable")
            .AddEndpointFilter<AuditFilter>()
            .WithSummary("Gives up every server that cannot be reached.");
    }

    private static Task<Answer> LeaveAsync(
        string node, BranchDesk desk, CancellationToken aborted, int? within = null) =>
        WithAsync(desk, node, async (orders, name) =>
        {
            TimeSpan? limit = within is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
            return limit < TimeSpan.Zero || limit > WithinMax
                ? OperatorAnswer.Refused($"{within} s are out of range; a deadline is 0..{WithinMax.TotalSeconds:0} s")
                : await orders.LeaveAsync(name, limit, aborted).ConfigureAwait(false);
        });

    private static Task<Answer> DownAsync(string node, BranchDesk desk, CancellationToken aborted) =>
        WithAsync(desk, node, (orders, name) => orders.DownAsync(name, aborted));

    private static async Task<Answer> DownUnreachableAsync(BranchDesk desk, CancellationToken aborted) =>
        desk.Orders is { } orders
            ? Tell(await orders.DownUnreachableAsync(aborted).ConfigureAwait(false))
            : Alone();

    private static async Task<Answer> WithAsync(
        BranchDesk desk, string node, Func<IBranchOrders, NodeName, Task<OperatorAnswer>> order)
    {
        if (desk.Orders is not { } orders)
        {
            return Alone();
        }

        return NodeName.TryParse(node, out var name)
            ? Tell(await order(orders, name).ConfigureAwait(false))
            : Tell(OperatorAnswer.Unknown($"no server is named '{node}'; list them to see which there are"));
    }

    private static Answer Alone() => TypedResults.NotFound(ClusterEndpoints.Alone);

    private static Answer Tell(OperatorAnswer answer) => answer.Verdict switch
    {
        OperatorVerdict.Done => TypedResults.Ok(new OrderDone(answer.Detail)),
        OperatorVerdict.Unknown => TypedResults.NotFound(new ErrorBody("member-unknown", answer.Detail)),
        _ => TypedResults.Conflict(new ErrorBody("member-refused", answer.Detail)),
    };
}
