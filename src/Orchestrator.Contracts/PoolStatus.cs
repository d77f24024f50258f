namespace Orchestrator.Contracts;

/// <summary>A pool at one moment.</summary>
/// <param name="Name">The pool.</param>
/// <param name="Size">Slots that it should have.</param>
/// <param name="Clean">Machines that wait for a kiosk.</param>
/// <param name="Waiting">Kiosks that wait for a machine.</param>
/// <param name="Orphans">Machines that the janitor found without an owner at its last round.</param>
/// <param name="Removed">Things without an owner that the janitor removed since the daemon's start.</param>
/// <param name="ProvedAt">When the janitor last found that what exists is what is owned, or null.</param>
/// <param name="Differences">How they differed at its last round; things on their way may differ once.</param>
/// <param name="Alarms">What an operator must know, most urgent first.</param>
public sealed record PoolStatus(
    string Name,
    int Size,
    int Clean,
    int Waiting,
    int Orphans,
    int Removed,
    DateTimeOffset? ProvedAt,
    IReadOnlyList<string> Differences,
    IReadOnlyList<string> Alarms);
