namespace Orchestrator.Contracts;

/// <summary>A session at one moment. Times are UTC.</summary>
/// <param name="Id">The session.</param>
/// <param name="Pool">Its pool.</param>
/// <param name="Kiosk">Its kiosk's address.</param>
/// <param name="State"><c>queued</c>, <c>offered</c>, <c>connected</c> or <c>ended</c>.</param>
/// <param name="ConsolePort">The slot of its machine, or null.</param>
/// <param name="Machine">Its machine, or null.</param>
/// <param name="SignalledAt">When the kiosk signalled.</param>
/// <param name="ConnectedAt">When its console was connected, or null.</param>
/// <param name="EndedAt">When it ended, or null.</param>
/// <param name="EndReason">Why it ended in one camelCase word (`disconnected`, `idle`), or null.</param>
/// <param name="MachineGoneAt">When its machine was proved gone, or null.</param>
public sealed record SessionStatus(
    string Id,
    string Pool,
    string Kiosk,
    string State,
    int? ConsolePort,
    string? Machine,
    DateTimeOffset SignalledAt,
    DateTimeOffset? ConnectedAt,
    DateTimeOffset? EndedAt,
    string? EndReason,
    DateTimeOffset? MachineGoneAt)
{
    /// <summary>The node whose machine it has, when that is not the answering one; else null.</summary>
    public string? Owner { get; init; }
}
