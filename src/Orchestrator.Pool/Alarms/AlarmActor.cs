using Microsoft.Extensions.Logging;
using Orchestrator.Actors;
using Orchestrator.Actors.Persistence;
using Orchestrator.Core.Alarms;
using Orchestrator.Core.Pools;
using Orchestrator.Pool.Persistence;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Pool.Alarms;

/// <summary>
/// Responsible for one pool's alarms in the journal. A stream and an actor of their own, because the pool raises them
/// in the middle of turns that commit something else.
/// </summary>
internal sealed partial class AlarmActor : PersistentActor<AlarmCommand, AlarmBoardState, AlarmEvent>
{
    private readonly PoolName _name;
    private readonly IActorRef<PoolMessage> _pool;
    private readonly ILogger _log;

    public AlarmActor(PoolEnvironment environment, IActorRef<PoolMessage> pool)
        : base(new PersistenceSettings<AlarmBoardState, AlarmEvent>(
            environment.Journal,
            JournalStreams.AlarmsOf(environment.Settings.Name),
            AlarmCodec.Instance,
            AlarmBoardState.Empty))
    {
        _name = environment.Settings.Name;
        _pool = pool;
        _log = environment.Loggers.CreateLogger<AlarmActor>();
    }

    /// <summary>A journal that fails is the time when alarms are needed most: it is tried again for ever.</summary>
    public static SpawnOptions Options { get; } = new()
    {
        Supervision = SupervisorStrategy.Default with { RestartsMax = int.MaxValue },
    };

    protected override AlarmBoardState Apply(AlarmBoardState state, AlarmEvent @event) =>
        AlarmBoard.Apply(state, @event);

    protected override void OnRecovered() => _pool.Tell(new AlarmsRecovered(State.Raised));

    protected override void Receive(AlarmCommand message)
    {
        var decision = AlarmBoard.Decide(State, message);
        if (decision.Events.Count > 0)
        {
            Persist(decision.Events, () => Tell(decision.Events[0]));
        }
    }

    private void Tell(AlarmEvent @event)
    {
        switch (@event)
        {
            case AlarmRaised raised:
                Log.Raised(_log, _name, raised.Id.Word(), raised.Cause);
                break;
            case AlarmCauseChanged changed:
                Log.Raised(_log, _name, changed.Id.Word(), changed.Cause);
                break;
            case AlarmCleared cleared:
                Log.Cleared(_log, _name, cleared.Id.Word());
                break;
        }

        _pool.Tell(new AlarmsChanged(State.Raised));
    }

    private static partial class Log
    {
        [LoggerMessage(5500, LogLevel.Error, "pool {PoolName}: ALARM {Alarm}: {Cause}")]
        public static partial void Raised(ILogger logger, PoolName poolName, string alarm, string cause);

        [LoggerMessage(5501, LogLevel.Information, "pool {PoolName}: alarm {Alarm} is over")]
        public static partial void Cleared(ILogger logger, PoolName poolName, string alarm);
    }
}
