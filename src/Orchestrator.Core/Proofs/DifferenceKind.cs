namespace Orchestrator.Core.Proofs;

/// <summary>How what exists and what is owned can differ.</summary>
public enum DifferenceKind
{
    /// <summary>A domain or an overlay of a machine that no slot holds.</summary>
    UnownedMachine,

    /// <summary>A machine that should run has no running domain.</summary>
    MissingDomain,

    /// <summary>The journal knows a machine that no slot holds.</summary>
    UnownedStream,

    /// <summary>The journal does not know a machine that should run.</summary>
    MissingStream,

    /// <summary>A console path is open for a session that does not live.</summary>
    UnownedPath,
}
