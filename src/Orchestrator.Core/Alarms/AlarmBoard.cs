namespace Orchestrator.Core.Alarms;

/// <summary>The rules of alarms: an alarm is told once, goes on with a new cause, and ends once.</summary>
public static class AlarmBoard
{
    /// <summary>Characters of a cause that are kept: it may name every slot of a pool.</summary>
    public const int CauseLengthMax = 2000;

    public static Decision<AlarmEvent> Decide(AlarmBoardState state, AlarmCommand command) => command switch
    {
        RaiseAlarm raise => DecideRaise(state.Find(raise.Id), raise with { Cause = Shorten(raise.Cause) }),
        ClearAlarm clear => state.Find(clear.Id) is null ? Accept() : Accept(new AlarmCleared(clear.Id, clear.At)),
        _ => Decision<AlarmEvent>.Refuse($"{command.GetType().Name} is no command of an alarm board"),
    };

    public static AlarmBoardState Apply(AlarmBoardState state, AlarmEvent @event) => @event switch
    {
        AlarmRaised e when state.Find(e.Id) is null => With(state, new Alarm(e.Id, e.Severity, e.At, e.Cause)),
        AlarmCauseChanged e when state.Find(e.Id) is { } alarm =>
            With(state, alarm with { Severity = e.Severity, Cause = e.Cause }),
        AlarmCleared e when state.Find(e.Id) is { } alarm => new AlarmBoardState(state.Raised.Remove(alarm)),
        _ => throw Invariant.Impossible(state, @event),
    };

    private static Decision<AlarmEvent> DecideRaise(Alarm? before, RaiseAlarm raise)
    {
        if (before is null)
        {
            return Accept(new AlarmRaised(raise.Id, raise.Severity, raise.Cause, raise.At));
        }

        return before.Severity == raise.Severity && before.Cause == raise.Cause
            ? Accept()
            : Accept(new AlarmCauseChanged(raise.Id, raise.Severity, raise.Cause, raise.At));
    }

    private static AlarmBoardState With(AlarmBoardState state, Alarm alarm) =>
        new([.. state.Raised.Where(other => other.Id != alarm.Id).Append(alarm).OrderBy(other => other.Id)]);

    private static string Shorten(string cause) => cause.Length <= CauseLengthMax ? cause : cause[..CauseLengthMax];

    private static Decision<AlarmEvent> Accept(params AlarmEvent[] events) => Decision<AlarmEvent>.Accept(events);
}
