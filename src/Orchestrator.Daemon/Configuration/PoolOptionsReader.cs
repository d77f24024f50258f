using System.Net;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;

namespace Orchestrator.Daemon.Configuration;

/// <summary>Responsible for a pool's keys and their rules.</summary>
internal static class PoolOptionsReader
{
    public const int SizeMax = PoolSettings.SizeMax;
    public const int MemoryMiBMax = 64 * 1024 * 1024;
    public const int Mebibyte = 1024 * 1024;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    public static IReadOnlyList<PoolOptions> ReadAll(ConfigSection root, int signalPort, PortPlan ports)
    {
        var names = new HashSet<PoolName>();
        var pools = new List<PoolOptions>();
        foreach (var section in root.Sections("pools", DaemonOptionsReader.PoolsMax))
        {
            var pool = new PoolOptions(
                ReadSettings(section), ReadSignalPort(section, signalPort, pools.Count), ReadMachine(section));
            ports.Claim(section, "firstConsolePort", pool.Settings.FirstConsolePort, pool.Settings.Size);
            ports.Claim(section, "signalPort", pool.SignalPort, 1);
            if (!names.Add(pool.Settings.Name) && pool.Settings.Name != default)
            {
                section.Reject("name", $"'{pool.Settings.Name}' is the name of an earlier pool; names are unique");
            }

            section.RejectUnread("a pool");
            pools.Add(pool);
        }

        return pools;
    }

    private static int ReadSignalPort(ConfigSection section, int signalPort, int index)
    {
        const string Key = "signalPort";
        return index == 0
            ? section.Integer(Key, signalPort, 1, IPEndPoint.MaxPort)
            : section.RequiredInteger(
                Key, 1, IPEndPoint.MaxPort, "a port of its own: only the first pool takes signal.port");
    }

    private static MachineSize ReadMachine(ConfigSection section) => new(
        section.Integer("machineMemoryMiB", 2048, 1, MemoryMiBMax) * (long)Mebibyte,
        section.Integer("machineProcessors", 2, 1, 1024));

    private static PoolSettings ReadSettings(ConfigSection section)
    {
        var defaults = new PoolSettings(
            ReadName(section),
            section.RequiredText(
                "goldenImage", DaemonOptionsReader.NameLengthMax, "the libvirt domain that machines are cloned from"),
            section.RequiredInteger("size", 1, SizeMax, $"the number of slots, 1..{SizeMax}"));
        return ReadDeadlines(section, ReadQuarantine(section, ReadLimits(section, ReadSession(section, defaults))));
    }

    private static PoolName ReadName(ConfigSection section)
    {
        var text = section.RequiredText("name", DaemonOptionsReader.NameLengthMax, "the pool's name");
        if (!PoolName.TryParse(text, out var name) && text.Length > 0)
        {
            section.Reject("name", $"'{text}' is not 1 to {PoolName.LengthMax} characters of a-z, 0-9 and '-', "
                + "beginning with a letter and not ending with '-'");
        }

        return name;
    }

    private static PoolSettings ReadSession(ConfigSection section, PoolSettings pool) => pool with
    {
        ConnectAttempts = section.Integer("connectAttempts", pool.ConnectAttempts, 1, 3600),
        IdleTimeout = section.Duration("idleTimeout", pool.IdleTimeout, Second, Day),
        SessionLimit = ReadSessionLimit(section),
        DisconnectGrace = section.Duration("disconnectGrace", pool.DisconnectGrace, TimeSpan.Zero, Minute),
        OnRepeatedSignal = section.Choice("onRepeatedSignal", pool.OnRepeatedSignal),
        QueueLengthMax = section.Integer("queueLengthMax", pool.QueueLengthMax, 1, 4096),
        EndedSessionsKept = section.Integer("endedSessionsKept", pool.EndedSessionsKept, 0, 10_000),
    };

    private static PoolSettings ReadLimits(ConfigSection section, PoolSettings pool) => pool with
    {
        FirstConsolePort = section.Integer(
            "firstConsolePort", pool.FirstConsolePort, 1024, IPEndPoint.MaxPort - Math.Max(pool.Size, 1) + 1),
        StartsInFlightMax = section.Integer("startsInFlightMax", pool.StartsInFlightMax, 1, SizeMax),
        MemoryReserveBytes = section.Size("memoryReserve", pool.MemoryReserveBytes, 0, 1L << 40),
        FailedClonesPerMinuteMax =
            section.Integer("failedClonesPerMinuteMax", pool.FailedClonesPerMinuteMax, 1, 600),
        JanitorInterval = section.Duration("janitorInterval", pool.JanitorInterval, Second, Day),
    };

    private static PoolSettings ReadQuarantine(ConfigSection section, PoolSettings pool)
    {
        var read = pool with
        {
            FailuresInARowMax = section.Integer("failuresInARowMax", pool.FailuresInARowMax, 1, 100),
            QuarantineRest = section.Duration("quarantineRest", pool.QuarantineRest, Second, Day),
            QuarantineRestMax = section.Duration("quarantineRestMax", pool.QuarantineRestMax, Second, Day),
        };
        if (read.QuarantineRestMax < read.QuarantineRest)
        {
            section.Reject("quarantineRestMax", $"{DurationText.Format(read.QuarantineRestMax)} is shorter than "
                + $"quarantineRest, {DurationText.Format(read.QuarantineRest)}");
        }

        return read;
    }

    private static PoolSettings ReadDeadlines(ConfigSection section, PoolSettings pool)
    {
        var read = pool with
        {
            Readiness = section.Choice("readiness", pool.Readiness),
            ReadinessDeadline = section.Duration("readinessDeadline", pool.ReadinessDeadline, Second, Hour),
            ReadinessInterval = section.Duration("readinessInterval", pool.ReadinessInterval, 10 * Millisecond, Minute),
            CloneDeadline = section.Duration("cloneDeadline", pool.CloneDeadline, Second, Hour),
            MeasureDeadline = section.Duration("measureDeadline", pool.MeasureDeadline, Second, Hour),
            DeleteDeadline = section.Duration("deleteDeadline", pool.DeleteDeadline, Second, Hour),
            InventoryDeadline = section.Duration("inventoryDeadline", pool.InventoryDeadline, Second, Hour),
            ProbeDeadline = section.Duration("probeDeadline", pool.ProbeDeadline, 100 * Millisecond, Minute),
            GoldenImageDeadline = section.Duration("goldenImageDeadline", pool.GoldenImageDeadline, Second, Day),
        };
        if (read.ReadinessInterval >= read.ReadinessDeadline)
        {
            section.Reject("readinessInterval", $"{DurationText.Format(read.ReadinessInterval)} is not shorter than "
                + $"readinessDeadline, {DurationText.Format(read.ReadinessDeadline)}");
        }

        return read;
    }

    private static TimeSpan? ReadSessionLimit(ConfigSection section)
    {
        const string Key = "sessionLimit";
        return section.Has(Key) ? section.Duration(Key, Day, Second, 7 * Day) : null;
    }
}
