using Orchestrator.Core.Cluster;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Core.Machines;

/// <summary>Whose a machine is: one session of one kiosk, and no other.</summary>
public sealed record SessionClaim(SessionId Session, KioskAddress Kiosk)
{
    /// <summary>The node that the kiosk reached, whose session it is; null: the machine's own.</summary>
    public NodeName? Entry { get; init; }
}
