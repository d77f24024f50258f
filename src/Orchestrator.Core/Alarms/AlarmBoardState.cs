using System.Collections.Immutable;

namespace Orchestrator.Core.Alarms;

/// <summary>The alarms of a pool that are raised now, most urgent first, one of each id.</summary>
public sealed record AlarmBoardState(ImmutableList<Alarm> Raised)
{
    public static readonly AlarmBoardState Empty = new([]);

    public Alarm? Find(AlarmId id) => Raised.Find(alarm => alarm.Id == id);
}
