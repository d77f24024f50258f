using System.Net;
using System.Net.Sockets;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Integration.Tests.Crash;

/// <summary>What people, guests and operators do that makes the branch journal every kind of event, and which kind is
/// reached by which of them.</summary>
internal static class Lives
{
    public const string Address = "127.0.0.11";

    private static readonly Dictionary<string, Func<CrashingBranch, Task>> ByEvent = new()
    {
        ["AlarmCauseChanged"] = QuarantineAsync,
        ["AlarmCleared"] = DrainAsync,
        ["AlarmRaised"] = DrainAsync,
        ["CloneBegun"] = UseAsync,
        ["DeletionBegun"] = UseAsync,
        ["GoldenImageForgotten"] = ClearAsync,
        ["GoldenImageRecorded"] = ClearAsync,
        ["MachineAssigned"] = UseAsync,
        ["MachineBecameReady"] = UseAsync,
        ["MachineConnected"] = UseAsync,
        ["MachineFailed"] = LoseCleanAsync,
        ["MachineOffered"] = UseAsync,
        ["MachineProvedGone"] = UseAsync,
        ["MachineSoiled"] = UseAsync,
        ["MachineStarted"] = UseAsync,
        ["MachineVanished"] = UseAsync,
        ["OfferLost"] = LoseOfferedAsync,
        ["OfferWithdrawn"] = LetLapseAsync,
        ["PoolResized"] = ResizeAsync,
        ["QuarantineLifted"] = LiftQuarantineAsync,
        ["QuarantineProbed"] = QuarantineAsync,
        ["SessionConnected"] = UseAsync,
        ["SessionEnded"] = UseAsync,
        ["SessionOffered"] = UseAsync,
        ["SessionQueued"] = UseAsync,
        ["SlotHeld"] = HoldAsync,
        ["SlotQuarantined"] = QuarantineAsync,
        ["SlotRecovered"] = LoseCleanAsync,
        ["SlotVacated"] = UseAsync,
    };

    public static IEnumerable<string> Events => ByEvent.Keys;

    /// <summary>What leads to an event of this kind.</summary>
    public static Func<CrashingBranch, Task> To(string @event) => ByEvent[@event];

    /// <summary>Takes back what an operator ordered and the journal keeps, which no restart may take back.</summary>
    public static async Task UndoAsync(string @event, CrashingBranch branch)
    {
        switch (@event)
        {
            case "PoolResized":
                await branch.Orders.ResizeAsync(branch.Daemon.Settings.Size);
                break;
            case "SlotHeld":
                var slots = await branch.Daemon.SeeAsync(
                    "all slots", "slots", all => all.Count == branch.Daemon.Settings.Size);
                if (slots.Any(slot => DaemonProcess.Text(slot, "state") == "quarantined"))
                {
                    branch.Orders.Release(branch.Daemon.Settings.FirstConsolePort);
                }

                break;
        }
    }

    public static async Task UseTwiceAsync(CrashingBranch branch)
    {
        await UseAsync(branch);
        await UseAsync(branch);
    }

    /// <summary>A kiosk is served, its console is used and left, and its machine replaced.</summary>
    private static async Task UseAsync(CrashingBranch branch)
    {
        using var kiosk = await KioskClient.SignalAsync(Address, branch.Daemon.SignalPort);
        await kiosk.ReadUntilAsync("RULE ADDED");
        await UseOfferedAsync(branch, kiosk);
    }

    /// <summary>A kiosk is offered a machine and does not come.</summary>
    private static async Task LetLapseAsync(CrashingBranch branch)
    {
        using var kiosk = await KioskClient.SignalAsync(Address, branch.Daemon.SignalPort);
        await kiosk.ReadUntilAsync("TIMEOUT");
        await branch.Daemon.SeeAllCleanAsync();
    }

    /// <summary>The guest powers off while a kiosk is on its way to it.</summary>
    private static async Task LoseOfferedAsync(CrashingBranch branch)
    {
        using var kiosk = await KioskClient.SignalAsync(Address, branch.Daemon.SignalPort);
        await kiosk.ReadUntilAsync("RULE ADDED");
        var lost = await OfferedMachineAsync(branch);
        await DestroyAsync(branch, lost);
        await branch.Daemon.SeeSessionAsync("another machine for the kiosk", session =>
            DaemonProcess.Text(session, "state") == "offered" && DaemonProcess.Text(session, "machine") != lost);
        await kiosk.ReadUntilAsync("RULE ADDED");
        await UseOfferedAsync(branch, kiosk);
    }

    /// <summary>A guest powers off before anybody came.</summary>
    private static async Task LoseCleanAsync(CrashingBranch branch)
    {
        var slots = await branch.Daemon.SeeAllCleanAsync();
        var lost = DaemonProcess.Text(slots[0], "machine")!;
        await DestroyAsync(branch, lost);
        await branch.Daemon.SeeAsync("the lost machine's successor", "slots", all =>
            all.Count == slots.Count
            && all.All(slot => DaemonProcess.Text(slot, "machineState") == "clean"
                && DaemonProcess.Text(slot, "machine") != lost));
    }

    private static async Task ClearAsync(CrashingBranch branch)
    {
        await branch.Daemon.ClearAsync(refill: true);
        await branch.Daemon.SeeAllCleanAsync();
    }

    private static async Task ResizeAsync(CrashingBranch branch)
    {
        var size = branch.Daemon.Settings.Size;
        await branch.Orders.ResizeAsync(size - 1);
        await branch.Orders.ResizeAsync(size);
        await branch.Daemon.SeeAllCleanAsync();
    }

    private static async Task HoldAsync(CrashingBranch branch)
    {
        var port = branch.Daemon.Settings.FirstConsolePort;
        await branch.Orders.HoldAsync(port);
        branch.Orders.Release(port);
        await branch.Daemon.SeeAllCleanAsync();
    }

    private static async Task DrainAsync(CrashingBranch branch)
    {
        await branch.Daemon.ClearAsync(refill: false);
        await ClearAsync(branch);
    }

    /// <summary>Somebody has taken the slots' ports, and gives them back once all slots rest.</summary>
    private static async Task QuarantineAsync(CrashingBranch branch)
    {
        await TakePortsAsync(branch);
        await branch.Daemon.SeeAllCleanAsync();
    }

    /// <summary>The operator knows that the ports are free, and does not wait for the slots' rest.</summary>
    private static async Task LiftQuarantineAsync(CrashingBranch branch)
    {
        await TakePortsAsync(branch);
        await ClearAsync(branch);
    }

    private static async Task TakePortsAsync(CrashingBranch branch)
    {
        var settings = branch.Daemon.Settings;
        var taken = new List<TcpListener>();
        await branch.Daemon.ClearAsync(refill: false);
        try
        {
            for (var i = 0; i < settings.Size; i++)
            {
                taken.Add(new TcpListener(IPAddress.Loopback, settings.FirstConsolePort + i));
                taken[i].Start();
            }

            await branch.Daemon.ClearAsync(refill: true);
            await branch.Daemon.SeeAsync("all slots resting", "slots", all =>
                all.Count == settings.Size
                && all.All(slot => DaemonProcess.Text(slot, "state") == "quarantined"));
        }
        finally
        {
            taken.ForEach(listener => listener.Dispose());
        }
    }

    private static async Task UseOfferedAsync(CrashingBranch branch, KioskClient kiosk)
    {
        var machine = await OfferedMachineAsync(branch);
        branch.Touched.Add(machine);
        using (var console = await SpiceClient.ConnectAsync(Address, branch.Daemon.ConsolePort))
        {
            Assert.Equal(0u, await console.LinkMainAsync());
            await kiosk.ReadUntilAsync("CONNECTED");
        }

        await branch.Daemon.SeeSessionAsync("the proof that the used machine is gone", session =>
            DaemonProcess.Text(session, "machineGoneAt") is not null);
        await branch.Daemon.SeeAllCleanAsync();
    }

    private static async Task<string> OfferedMachineAsync(CrashingBranch branch)
    {
        var session = await branch.Daemon.SeeSessionAsync(
            "the offer", one => DaemonProcess.Text(one, "state") == "offered");
        return DaemonProcess.Text(session, "machine")!;
    }

    private static async Task DestroyAsync(CrashingBranch branch, string machine)
    {
        var domains = await Virsh.DomainsAsync(branch.Daemon.Pool);
        var domain = Assert.Single(domains, name => name.EndsWith(machine, StringComparison.Ordinal));

        // Where libvirtd dies beside the event of this very end, it dies before it answers: the event tells what came.
        await Virsh.TryAsync("destroy", domain);
    }
}
