using Orchestrator.Contracts;
using Orchestrator.Core.Alarms;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Daemon.Http;

/// <summary>Responsible for saying in the API's words what the snapshots say.</summary>
internal static class StatusView
{
    public static HealthStatus Health(IReadOnlyList<PoolSnapshot> pools)
    {
        var alarms = pools.SelectMany(pool => pool.Alarms.Select(alarm => $"{pool.Name}: {alarm.Cause}")).ToArray();
        return new HealthStatus(alarms.Length == 0 ? HealthStatus.Healthy : HealthStatus.Unhealthy, alarms);
    }

    public static IReadOnlyList<PoolStatus> Pools(IReadOnlyList<PoolSnapshot> pools) =>
    [
        .. pools.Select(pool => new PoolStatus(
            pool.Name.Value, pool.Size, pool.Clean, pool.Waiting, pool.Orphans,
            pool.Removed, pool.ProvedAt, pool.Differences,
            [.. pool.Alarms.Select(alarm => alarm.Cause)])),
    ];

    public static IReadOnlyList<SlotStatus> Slots(IReadOnlyList<PoolSnapshot> pools) =>
        [.. pools.SelectMany(pool => pool.Slots).Select(Slot)];

    public static IReadOnlyList<SessionStatus> Sessions(IReadOnlyList<PoolSnapshot> pools) =>
        [.. pools.SelectMany(pool => pool.Sessions.Select(session => Session(pool, session)))];

    public static IReadOnlyList<AlarmStatus> Alarms(IReadOnlyList<PoolSnapshot> pools) =>
        [.. pools.SelectMany(pool => pool.Alarms.Select(alarm => Alarm(pool, alarm)))];

    private static AlarmStatus Alarm(PoolSnapshot pool, Alarm alarm) => new(
        pool.Name.Value,
        alarm.Id.Word(),
        alarm.Severity == AlarmSeverity.Critical ? "critical" : "warning",
        alarm.Since,
        alarm.Cause);

    private static SlotStatus Slot(SlotSnapshot slot) => new(
        slot.Id.Pool.Value,
        slot.Id.ConsolePort,
        slot.State,
        slot.Machine?.ToString(),
        slot.MachineState,
        slot.Session?.ToString(),
        slot.FailuresInARow,
        slot.LastFailure,
        slot.Quarantines,
        slot.RestsUntil)
    {
        WaitsFor = slot.WaitsFor,
    };

    private static SessionStatus Session(PoolSnapshot pool, SessionSnapshot session) => new(
        session.Id.ToString(),
        pool.Name.Value,
        session.Kiosk.ToString(),
        session.State,
        session.Slot?.ConsolePort,
        session.Machine?.ToString(),
        session.SignalledAt,
        session.ConnectedAt,
        session.EndedAt,
        session.EndReason,
        session.MachineGoneAt)
    {
        Owner = session.Owner?.Value,
    };
}
