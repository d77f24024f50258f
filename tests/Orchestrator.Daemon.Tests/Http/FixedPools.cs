using Orchestrator.Core.Alarms;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Core.Slots;
using Orchestrator.Pool.Pools;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Daemon.Tests.Http;

/// <summary>Two pools that stand still.</summary>
internal sealed class FixedPools : IPools
{
    private static readonly PoolName Demo = PoolName.Parse("demo");

    public IReadOnlyList<Alarm> Alarms { get; set; } = [];

    public Exception? Fault { get; set; }

    public Exception? ClearFault { get; set; }

    public List<(string Pool, bool Refill)> Cleared { get; } = [];

    public void Signal(PoolName pool, KioskAddress kiosk, ISignalLine line) => line.Close();

    public Task<IReadOnlyList<PoolSnapshot>> GetPoolsAsync(CancellationToken cancellation)
    {
        if (Fault is not null)
        {
            return Task.FromException<IReadOnlyList<PoolSnapshot>>(Fault);
        }

        var slot = new SlotId(Demo, 5920);
        var session = new SessionSnapshot(
            new SessionId(2), KioskAddress.Parse("10.0.0.7"), "connected", slot, new MachineId(1),
            DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, null, null, null);
        return Task.FromResult<IReadOnlyList<PoolSnapshot>>(
        [
            new(Demo, 1, 0, 3, 0, 0, null, [], Alarms,
                [new SlotSnapshot(slot, "occupied", new MachineId(1), "inuse", new SessionId(2), 0, null, 0, null)],
                [session]),
            new(PoolName.Parse("other"), 1, 1, 0, 0, 0, null, [], [], [], []),
        ]);
    }

    public Task<bool> ClearAsync(PoolName pool, bool refill, CancellationToken cancellation)
    {
        if (ClearFault is not null)
        {
            return Task.FromException<bool>(ClearFault);
        }

        Cleared.Add((pool.Value, refill));
        return Task.FromResult(pool == Demo);
    }
}
