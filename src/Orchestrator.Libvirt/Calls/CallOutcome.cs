namespace Orchestrator.Libvirt.Calls;

/// <summary>How a call went, for the judgement of libvirt's health. A failure that came in time is normal.</summary>
internal enum CallOutcome
{
    Normal,
    Slow,
    Overdue,
}
