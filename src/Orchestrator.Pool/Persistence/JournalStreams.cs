using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Core.Slots;

namespace Orchestrator.Pool.Persistence;

/// <summary>Names of the streams in the journal. Every one carries its pool, so that pools share one file.</summary>
internal static class JournalStreams
{
    public static string Of(PoolName pool) => $"pool/{pool}";

    public static string Of(SlotId slot) => $"slot/{slot.Pool}/{slot.ConsolePort}";

    public static string Of(MachineName machine) => $"machine/{machine.Slot.Pool}/{machine}";

    public static string Of(PoolName pool, SessionId session) => SessionsOf(pool) + session;

    public static string SessionsOf(PoolName pool) => $"session/{pool}/";

    public static string MachinesOf(PoolName pool) => $"machine/{pool}/";

    /// <summary>One stream for all alarms of a pool: they are few.</summary>
    public static string AlarmsOf(PoolName pool) => $"alarm/{pool}";

    public static string SlotsOf(PoolName pool) => $"slot/{pool}/";
}
