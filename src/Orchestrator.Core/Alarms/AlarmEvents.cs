namespace Orchestrator.Core.Alarms;

/// <summary>What happened to an alarm; journaled.</summary>
public abstract record AlarmEvent(AlarmId Id, DateTimeOffset At);

public sealed record AlarmRaised(AlarmId Id, AlarmSeverity Severity, string Cause, DateTimeOffset At)
    : AlarmEvent(Id, At);

/// <summary>It holds on for another cause, or has become more or less severe.</summary>
public sealed record AlarmCauseChanged(AlarmId Id, AlarmSeverity Severity, string Cause, DateTimeOffset At)
    : AlarmEvent(Id, At);

public sealed record AlarmCleared(AlarmId Id, DateTimeOffset At) : AlarmEvent(Id, At);
