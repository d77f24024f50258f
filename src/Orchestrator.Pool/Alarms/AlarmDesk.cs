using Orchestrator.Actors;
using Orchestrator.Core.Alarms;

namespace Orchestrator.Pool.Alarms;

/// <summary>
/// Responsible for telling the alarm board each condition once: the pool looks at its conditions with every report, and
/// a board that was asked to clear what is clear thousands of times a second would be all that it does.
/// </summary>
internal sealed class AlarmDesk(IActorRef<AlarmCommand> board)
{
    private readonly Dictionary<AlarmId, AlarmCommand> _told = [];

    /// <summary>The most urgent condition that keeps the pool from making or serving machines, or null.</summary>
    public AlarmId? Hindrance { get; private set; }

    /// <summary>The condition holds.</summary>
    /// <returns>Whether the board was told.</returns>
    public bool Raise(RaiseAlarm alarm) =>
        (_told.TryGetValue(alarm.Id, out var before) && before with { At = alarm.At } == alarm) || Tell(alarm);

    /// <summary>The condition does not hold.</summary>
    public void Clear(AlarmId id, DateTimeOffset at)
    {
        if (!_told.TryGetValue(id, out var before) || before is not ClearAlarm)
        {
            Tell(new ClearAlarm(id, at));
        }
    }

    /// <summary>The board has read its journal: what it was told before and could not write must be told
    /// again.</summary>
    public void Repeat()
    {
        foreach (var command in _told.Values)
        {
            board.Tell(command);
        }
    }

    private bool Tell(AlarmCommand command)
    {
        if (!board.Tell(command))
        {
            return false;
        }

        _told[command.Id] = command;
        Hindrance = _told.Values.OfType<RaiseAlarm>()
            .Where(raise => raise.Severity == AlarmSeverity.Critical)
            .Select(raise => (AlarmId?)raise.Id).Min();
        return true;
    }
}
