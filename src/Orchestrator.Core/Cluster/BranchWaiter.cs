using Orchestrator.Core.Sessions;

namespace Orchestrator.Core.Cluster;

/// <summary>A session that waits in the line of a whole branch.</summary>
/// <param name="Node">The node that its kiosk reached.</param>
/// <param name="Session">The session.</param>
/// <param name="Arrival">Revision of the store at which it joined: the branch's own order, which no clock can
/// disturb.</param>
public sealed record BranchWaiter(NodeName Node, SessionId Session, long Arrival);
