namespace Orchestrator.Core.Alarms;

/// <summary>What an alarm board can be told.</summary>
public abstract record AlarmCommand(AlarmId Id, DateTimeOffset At);

/// <summary>The condition holds.</summary>
public sealed record RaiseAlarm(AlarmId Id, AlarmSeverity Severity, string Cause, DateTimeOffset At)
    : AlarmCommand(Id, At);

/// <summary>The condition was looked at and does not hold.</summary>
public sealed record ClearAlarm(AlarmId Id, DateTimeOffset At) : AlarmCommand(Id, At);
