namespace Orchestrator.Contracts;

/// <summary>An alarm that is raised now. Times are UTC.</summary>
/// <param name="Pool">The pool that it is about.</param>
/// <param name="Id">What it is about in one stable word (`hypervisor-unreachable`, `golden-image`, `storage`); a pool
/// has at most one of each.</param>
/// <param name="Severity">`critical`: the pool makes no machine or serves nobody; `warning`: it serves, with less than
/// it should have.</param>
/// <param name="Since">When it was raised; a new cause of the same alarm keeps it.</param>
/// <param name="Cause">What is wrong and what to do.</param>
public sealed record AlarmStatus(string Pool, string Id, string Severity, DateTimeOffset Since, string Cause);
