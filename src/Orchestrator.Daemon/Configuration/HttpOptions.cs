using System.Net;

namespace Orchestrator.Daemon.Configuration;

/// <param name="Address">A loopback address: it asks for no credentials, so nobody outside this host may reach
/// it.</param>
/// <param name="Port">Default 9180.</param>
/// <param name="Socket">A unix socket where the same API answers; who may open it is its permissions' matter. Null:
/// none.</param>
/// <param name="AuditLog">The file that holds every change that was asked for.</param>
internal sealed record HttpOptions(IPAddress Address, int Port, string? Socket, string AuditLog)
{
    /// <summary>Null: operators elsewhere are not served.</summary>
    public RemoteApiOptions? Remote { get; init; }
}
