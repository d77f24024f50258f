namespace Orchestrator.Contracts;

/// <summary>
/// Where the API answers. A change that an old client cannot read gets a new version beside this one.
/// </summary>
public static class ApiRoutes
{
    public const string Health = "/healthz";
    public const string Pools = "/api/v1/pools";
    public const string Slots = "/api/v1/slots";
    public const string Sessions = "/api/v1/sessions";
    public const string Alarms = "/api/v1/alarms";
    public const string ClearPool = "/api/v1/pools/{name}/clear";
    public const string ResizePool = "/api/v1/pools/{name}/resize";
    public const string QuarantineSlot = "/api/v1/pools/{name}/slots/{port}/quarantine";
    public const string ReleaseSlot = "/api/v1/pools/{name}/slots/{port}/release";
    public const string EndSession = "/api/v1/sessions/{id}/end";
    public const string Cluster = "/api/v1/cluster";
    public const string ClusterEvents = "/api/v1/cluster/events";
    public const string LeaveCluster = "/api/v1/cluster/members/{node}/leave";
    public const string DownMember = "/api/v1/cluster/members/{node}/down";
    public const string DownUnreachable = "/api/v1/cluster/down-unreachable";
    public const string JoinTokens = "/api/v1/cluster/tokens";
    public const string RevokeJoinToken = "/api/v1/cluster/tokens/{id}/revoke";
    public const string RevokedOperators = "/api/v1/operators/revoked";
    public const string RevokeOperator = "/api/v1/operators/{name}/revoke";
    public const string Actors = "/api/v1/actors";
    public const string Log = "/api/v1/log";
    public const string Audit = "/api/v1/audit";

    /// <summary>Fills a route's parts, which may hold any text.</summary>
    public static string Fill(string route, params ReadOnlySpan<(string Part, string Value)> values)
    {
        foreach (var (part, value) in values)
        {
            route = route.Replace($"{{{part}}}", Uri.EscapeDataString(value), StringComparison.Ordinal);
        }

        return route;
    }
}
