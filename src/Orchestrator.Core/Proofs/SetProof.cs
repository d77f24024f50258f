using System.Collections.Immutable;
using Orchestrator.Core.Machines;

namespace Orchestrator.Core.Proofs;

/// <summary>
/// The proof that what exists is what is owned. A machine that is being made or deleted may exist or not; everything
/// else is one set, whoever is asked.
/// </summary>
public static class SetProof
{
    /// <returns>Every difference; empty: proved.</returns>
    public static ImmutableHashSet<Difference> Compare(ProofFindings found)
    {
        var shouldRun = found.Owned.Where(owned => owned.Value).Select(owned => owned.Key).ToList();
        return
        [
            .. Of(DifferenceKind.UnownedMachine, found.Existing.Where(name => !found.Owned.ContainsKey(name))),
            .. Of(DifferenceKind.MissingDomain, shouldRun.Where(name => !found.Running.Contains(name))),
            .. Of(DifferenceKind.UnownedStream, found.Journaled.Where(name => !found.Owned.ContainsKey(name))),
            .. Of(DifferenceKind.MissingStream, shouldRun.Where(name => !found.Journaled.Contains(name))),
            .. found.Paths.Where(session => !found.LiveSessions.Contains(session))
                .Select(session => new Difference(DifferenceKind.UnownedPath, Session: session)),
        ];
    }

    private static IEnumerable<Difference> Of(DifferenceKind kind, IEnumerable<MachineName> machines) =>
        machines.Select(machine => new Difference(kind, machine));
}
