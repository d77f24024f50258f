using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Core.Proofs;

/// <summary>What one round of the janitor found. The owners are asked last: whatever exists had its owner by
/// then.</summary>
/// <param name="Existing">Machines of which a domain or an overlay exists.</param>
/// <param name="Running">Machines whose domain runs.</param>
/// <param name="Journaled">Machines that the journal has a stream of.</param>
/// <param name="Paths">Sessions that a console path is open for.</param>
/// <param name="Owned">Machines that the slots hold, and whether each should run by now.</param>
/// <param name="LiveSessions">Sessions that may use a machine.</param>
public sealed record ProofFindings(
    IReadOnlySet<MachineName> Existing,
    IReadOnlySet<MachineName> Running,
    IReadOnlySet<MachineName> Journaled,
    IReadOnlySet<SessionId> Paths,
    IReadOnlyDictionary<MachineName, bool> Owned,
    IReadOnlySet<SessionId> LiveSessions);
