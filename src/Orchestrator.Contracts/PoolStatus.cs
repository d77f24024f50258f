namespace Orchestrator.Contracts;

/// <summary>A pool at one moment.</summary>
/// <param name="Name">The pool.</param>
/// <param name="Size">Slots that it should have.</param>
/// <param name="Clean">Machines that wait for a kiosk.</param>
/// <param name="Waiting">Kiosks that wait for a machine.</param>
/// <param name="Orphans">Domains and overlays without an owner, as the janitor's last round found them.</param>
/// <param name="Alarms">What an operator must know, most urgent first.</param>
public sealed record PoolStatus(
    string Name,
    int Size,
    int Clean,
    int Waiting,
    int Orphans,
    IReadOnlyList<string> Alarms);
