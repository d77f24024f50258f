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
        var differences = ImmutableHashSet.CreateBuilder<Difference>();
        AddUnowned(DifferenceKind.UnownedMachine, found.Existing);
        AddUnowned(DifferenceKind.UnownedStream, found.Journaled);
        AddMissing(DifferenceKind.MissingDomain, found.Running);
        AddMissing(DifferenceKind.MissingStream, found.Journaled);
        foreach (var session in found.Paths)
        {
            if (!found.LiveSessions.Contains(session))
            {
                differences.Add(new Difference(DifferenceKind.UnownedPath, Session: session));
            }
        }

        return differences.ToImmutable();

        void AddUnowned(DifferenceKind kind, IReadOnlySet<MachineName> there)
        {
            foreach (var name in there)
            {
                if (!found.Owned.ContainsKey(name))
                {
                    differences.Add(new Difference(kind, name));
                }
            }
        }

        void AddMissing(DifferenceKind kind, IReadOnlySet<MachineName> there)
        {
            foreach (var (name, shouldRun) in found.Owned)
            {
                if (shouldRun && !there.Contains(name))
                {
                    differences.Add(new Difference(kind, name));
                }
            }
        }
    }
}
