using Microsoft.AspNetCore.Http.HttpResults;
using Orchestrator.Contracts;
using Orchestrator.Daemon.Branch;

namespace Orchestrator.Daemon.Http;

/// <summary>Responsible for the routes that show the branch of several nodes.</summary>
internal static class ClusterEndpoints
{
    public static ErrorBody Alone { get; } =
        new("no-cluster", "this server stands alone: its configuration has no section cluster");

    public static void MapCluster(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(ApiRoutes.Cluster, GetCluster).WithName("getCluster")
            .WithSummary("The branch as this node sees it; 404 on a server that stands alone.");
        routes.MapGet(ApiRoutes.ClusterEvents, GetEventsAsync).WithName("getClusterEvents")
            .Produces<ClusterEvent>(StatusCodes.Status200OK, JsonLines.MediaType)
            .Produces<ErrorBody>(StatusCodes.Status404NotFound)
            .WithSummary("What is in the branch, then everything that changes, one JSON object a line, without end.");
        routes.MapClusterOrders();
        routes.MapJoinTokens();
    }

    private static Results<Ok<ClusterStatus>, NotFound<ErrorBody>> GetCluster(BranchSight sight) =>
        sight.See() is { } seen
            ? TypedResults.Ok(seen)
            : TypedResults.NotFound(Alone);

    private static Task GetEventsAsync(HttpContext context, BranchSight sight, TimeProvider time) =>
        sight.See() is null
            ? TypedResults.NotFound(Alone).ExecuteAsync(context)
            : JsonLines.SendAsync(context, new BranchTail(sight, time).ReadAsync, ApiJson.Default.ClusterEvent);
}
