using Orchestrator.Contracts;
using Orchestrator.Core.Operators;

namespace Orchestrator.Daemon.Http;

/// <summary>
/// The least role that a request from elsewhere needs, of every route. One that is not here is not served to operators
/// elsewhere at all.
/// </summary>
internal static class RouteRoles
{
    private const string OpenApi = "/openapi/{documentName}.json";

    private static readonly Dictionary<(string Method, string Route), OperatorRole> Least = new()
    {
        [(HttpMethods.Get, ApiRoutes.Health)] = OperatorRole.Viewer,
        [(HttpMethods.Get, ApiRoutes.Pools)] = OperatorRole.Viewer,
        [(HttpMethods.Get, ApiRoutes.Slots)] = OperatorRole.Viewer,
        [(HttpMethods.Get, ApiRoutes.Sessions)] = OperatorRole.Viewer,
        [(HttpMethods.Get, ApiRoutes.Alarms)] = OperatorRole.Viewer,
        [(HttpMethods.Get, ApiRoutes.Cluster)] = OperatorRole.Viewer,
        [(HttpMethods.Get, ApiRoutes.ClusterEvents)] = OperatorRole.Viewer,
        [(HttpMethods.Get, ApiRoutes.Actors)] = OperatorRole.Viewer,
        [(HttpMethods.Get, ApiRoutes.Log)] = OperatorRole.Viewer,
        [(HttpMethods.Get, OpenApi)] = OperatorRole.Viewer,
        [(HttpMethods.Get, ApiRoutes.JoinTokens)] = OperatorRole.Operator,
        [(HttpMethods.Get, ApiRoutes.Audit)] = OperatorRole.Operator,
        [(HttpMethods.Get, ApiRoutes.RevokedOperators)] = OperatorRole.Operator,
        [(HttpMethods.Post, ApiRoutes.RevokeOperator)] = OperatorRole.Admin,
        [(HttpMethods.Post, ApiRoutes.EndSession)] = OperatorRole.Operator,
        [(HttpMethods.Post, ApiRoutes.QuarantineSlot)] = OperatorRole.Operator,
        [(HttpMethods.Post, ApiRoutes.ReleaseSlot)] = OperatorRole.Operator,
        [(HttpMethods.Post, ApiRoutes.ClearPool)] = OperatorRole.Operator,
        [(HttpMethods.Post, ApiRoutes.ResizePool)] = OperatorRole.Admin,
        [(HttpMethods.Post, ApiRoutes.JoinTokens)] = OperatorRole.Admin,
        [(HttpMethods.Post, ApiRoutes.RevokeJoinToken)] = OperatorRole.Admin,
        [(HttpMethods.Post, ApiRoutes.LeaveCluster)] = OperatorRole.Admin,
        [(HttpMethods.Post, ApiRoutes.DownMember)] = OperatorRole.Admin,
        [(HttpMethods.Post, ApiRoutes.DownUnreachable)] = OperatorRole.Admin,
    };

    /// <returns>Null: nobody elsewhere may.</returns>
    public static OperatorRole? LeastOf(string method, string? route) =>
        route is not null && Least.TryGetValue((method, route), out var role) ? role : null;
}
