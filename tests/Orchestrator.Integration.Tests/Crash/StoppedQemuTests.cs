using System.Globalization;
using Orchestrator.Integration.Tests.Branch;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Integration.Tests.Crash;

/// <summary>QEMU that hangs, as SIGSTOP makes it hang: the operation passes its deadline, and the machine is
/// replaced.</summary>
[Collection(ServerCollection.Name)]
public sealed class StoppedQemuTests
{
    private const string Address = "127.0.0.11";

    /// <summary>Seconds that a machine of this pool does not need; one that does is only replaced once more.</summary>
    private const string Deadlines =
        "janitorInterval: 1s, cloneDeadline: 3s, readinessDeadline: 3s, deleteDeadline: 3s";

    [Fact]
    public async Task Start_QemuStopped_MachineIsReplaced()
    {
        await using var golden = new GoldenCopy();
        await golden.DefineAsync(canStop: true);
        await using var daemon = new DaemonProcess(
            new BranchSettings { Size = 1, GoldenImage = golden.Name, Pool = Deadlines });
        await File.WriteAllTextAsync(golden.StopFile, "", TestContext.Current.CancellationToken);
        daemon.Start();
        var slots = await daemon.SeeAsync("a machine on its way", "slots", all =>
            all.Any(slot => DaemonProcess.Text(slot, "machineState") == "cloning"));
        var machine = DaemonProcess.Text(slots[0], "machine")!;
        await Eventually.SeeAsync(
            "its QEMU stopped", () => Task.FromResult(StateOf(PidOf(daemon, machine))), state => state == 'T');
        File.Delete(golden.StopFile);
        await SeeReplacedAsync(daemon, machine, PidOf(daemon, machine));
    }

    [Fact]
    public async Task Readiness_QemuStopped_MachineIsReplaced()
    {
        await using var daemon = new DaemonProcess(
            new BranchSettings { Size = 1, TakesCrashOrders = true, Pool = Deadlines });
        var orders = new CrashOrders(daemon);
        orders.Give("MachineStarted", CrashMoment.Before, "hold");
        daemon.Start();
        await orders.SeeTakenAsync();
        var slots = await daemon.GetAsync("slots");
        var machine = DaemonProcess.Text(slots[0], "machine")!;
        var pid = await StopAsync(daemon, machine);
        orders.Release();
        await SeeReplacedAsync(daemon, machine, pid);
    }

    [Fact]
    public async Task Destroy_QemuStopped_MachineIsReplaced()
    {
        await using var daemon = new DaemonProcess(
            new BranchSettings { Size = 1, TakesCrashOrders = true, Pool = Deadlines });
        daemon.Start();
        var slots = await daemon.SeeAllCleanAsync();
        var machine = DaemonProcess.Text(slots[0], "machine")!;
        var orders = new CrashOrders(daemon);
        orders.Give("DeletionBegun", CrashMoment.After, "hold");
        using var kiosk = await KioskClient.SignalAsync(Address, daemon.SignalPort);
        await kiosk.ReadUntilAsync("RULE ADDED");
        using (var console = await SpiceClient.ConnectAsync(Address, daemon.ConsolePort))
        {
            Assert.Equal(0u, await console.LinkMainAsync());
            await kiosk.ReadUntilAsync("CONNECTED");
        }

        await orders.SeeTakenAsync();
        var pid = await StopAsync(daemon, machine);
        orders.Release();
        await SeeReplacedAsync(daemon, machine, pid);
        await daemon.SeeEndedAsync("disconnected");
    }

    private static async Task SeeReplacedAsync(DaemonProcess daemon, string machine, int pid)
    {
        await daemon.SeeAsync("another clean machine", "slots", all => all.Count == 1
            && DaemonProcess.Text(all[0], "machineState") == "clean"
            && DaemonProcess.Text(all[0], "machine") != machine);
        await Eventually.SeeAsync(
            "nothing of the stopped machine",
            daemon.LeftoversAsync,
            left => !left.Any(name => name.Contains(machine, StringComparison.Ordinal)));
        Assert.True(StateOf(pid) is null or 'Z', $"process {pid} of machine {machine} outlived it");
        await daemon.SeeNoAlarmAsync();
    }

    private static async Task<int> StopAsync(DaemonProcess daemon, string machine)
    {
        var pid = PidOf(daemon, machine);
        await Command.RunAsync("kill", "-STOP", pid.ToString(CultureInfo.InvariantCulture));
        return pid;
    }

    /// <returns>The pid of a machine's QEMU, 0 when libvirt has started none.</returns>
    private static int PidOf(DaemonProcess daemon, string machine)
    {
        var file = $"/run/libvirt/qemu/pbm-{daemon.Pool}-{daemon.Settings.FirstConsolePort}-{machine}.pid";
        return File.Exists(file) && int.TryParse(File.ReadAllText(file), out var pid) ? pid : 0;
    }

    /// <returns>The process's state in one letter, as proc(5) has it; null when it is gone.</returns>
    private static char? StateOf(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[stat.LastIndexOf(')') + 2];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
