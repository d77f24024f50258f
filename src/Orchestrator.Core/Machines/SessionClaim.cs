using Orchestrator.Core.Sessions;

namespace Orchestrator.Core.Machines;

/// <summary>Whose a machine is: one session of one kiosk, and no other.</summary>
public sealed record SessionClaim(SessionId Session, KioskAddress Kiosk);
