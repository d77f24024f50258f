using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Drivers.ConsolePath;

/// <summary>Another node's right to the console of one machine of this node.</summary>
/// <param name="Entry">The only node that may use it: the one that its kiosk reached.</param>
/// <param name="Session">That node's session.</param>
/// <param name="Machine">The machine that the session has claimed.</param>
public sealed record GuestGrant(NodeName Entry, SessionId Session, MachineName Machine);
