using Microsoft.AspNetCore.Http.HttpResults;
using Orchestrator.Actors;
using Orchestrator.Contracts;
using Orchestrator.Daemon.Audit;
using Orchestrator.Daemon.Logs;

namespace Orchestrator.Daemon.Http;

/// <summary>Responsible for the routes that look into this node: its actors, its log, its audit log.</summary>
internal static class NodeEndpoints
{
    private const int AuditEntriesMax = 1000;

    public static void MapNode(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(ApiRoutes.Actors, GetActors).WithName("getActors");
        routes.MapGet(ApiRoutes.Audit, GetAudit).WithName("getAudit")
            .WithSummary("The latest changes that somebody asked for, oldest first.");
        routes.MapGet(ApiRoutes.Log, GetLogAsync).WithName("getLog")
            .Produces<LogLine>(StatusCodes.Status200OK, JsonLines.MediaType)
            .WithSummary("The latest log lines, one JSON object a line; with follow=true, every new one as well.");
    }

    private static Ok<ActorTree> GetActors(ActorSystem actors) => TypedResults.Ok(
        new ActorTree(actors.Name, Environment.MachineName, actors.Paths, actors.DeadLetters));

    private static Ok<IReadOnlyList<AuditEntry>> GetAudit(AuditLog audit, int last = 100) =>
        TypedResults.Ok(audit.Latest(Math.Clamp(last, 0, AuditEntriesMax)));

    private static Task GetLogAsync(HttpContext context, RecentLog log, int last = 100, bool follow = false) =>
        JsonLines.SendAsync(
            context,
            ends => log.ReadAsync(Math.Clamp(last, 0, RecentLog.LinesMax), follow, ends),
            ApiJson.Default.LogLine);
}
