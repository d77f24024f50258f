namespace Orchestrator.Core.Alarms;

/// <summary>What an operator must know now.</summary>
/// <param name="Id">What it is about.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Since">When it was raised; a new cause of the same alarm keeps it.</param>
/// <param name="Cause">The thing, the value, the rule and what to do, in one sentence for a person.</param>
public sealed record Alarm(AlarmId Id, AlarmSeverity Severity, DateTimeOffset Since, string Cause);
