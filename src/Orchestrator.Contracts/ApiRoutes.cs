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
}
