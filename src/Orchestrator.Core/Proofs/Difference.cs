using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Core.Proofs;

/// <summary>One thing that exists without an owner, or is owned without existing.</summary>
/// <param name="Kind">How they differ.</param>
/// <param name="Machine">The machine, or null.</param>
/// <param name="Session">The session of a path, or null.</param>
public sealed record Difference(DifferenceKind Kind, MachineName? Machine = null, SessionId? Session = null)
{
    /// <summary>Always in the same order: a set's own depends on the process.</summary>
    public static IEnumerable<Difference> InOrder(IEnumerable<Difference> differences) => differences
        .OrderBy(difference => difference.Kind)
        .ThenBy(difference => difference.ToString(), StringComparer.Ordinal);

    public override string ToString() => Kind switch
    {
        DifferenceKind.UnownedMachine => $"machine {Machine} exists and no slot holds it",
        DifferenceKind.MissingDomain => $"machine {Machine} should run and has no running domain",
        DifferenceKind.UnownedStream => $"the journal knows machine {Machine} and no slot holds it",
        DifferenceKind.MissingStream => $"machine {Machine} should run and the journal does not know it",
        _ => $"a console path is open for session {Session}, which does not live",
    };
}
