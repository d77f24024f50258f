namespace Orchestrator.Libvirt.Calls;

/// <summary>What a call does; each kind has a deadline, figures and a rank of its own.</summary>
public enum CallKind
{
    /// <summary>Ends a domain.</summary>
    Destroy,

    /// <summary>Deletes an overlay.</summary>
    Delete,

    /// <summary>Lists domains and overlays.</summary>
    List,

    /// <summary>Looks at the golden domain or at the host.</summary>
    Inspect,

    /// <summary>Pings a guest's agent.</summary>
    Agent,

    /// <summary>Makes an overlay and starts a domain on it.</summary>
    Clone,
}
