namespace Orchestrator.Contracts;

/// <summary>A change that somebody asked for. It is on the disk before anything is done.</summary>
/// <param name="Id">Ties the request to its outcome.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Caller">Who: `uid 0 (root)` through the unix socket, `anna (operator) from 10.0.0.5:40022` by a
/// certificate, an address through the port of loopback.</param>
/// <param name="Change">What: method, path and query of the request.</param>
/// <param name="Outcome">The answer's HTTP status; null: the request, which is written first.</param>
public sealed record AuditEntry(string Id, DateTimeOffset At, string Caller, string Change, int? Outcome);
