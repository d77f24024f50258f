namespace Orchestrator.Contracts;

/// <summary>A change that somebody asked for. It is on the disk before anything is done.</summary>
/// <param name="Id">Ties the request to its outcome.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Caller">Who: `uid 0 (root)` through the unix socket, an address through a port.</param>
/// <param name="Change">What: method, path and query of the request.</param>
/// <param name="Outcome">The answer's HTTP status; null: the request, which is written first.</param>
public sealed record AuditEntry(string Id, DateTimeOffset At, string Caller, string Change, int? Outcome);
