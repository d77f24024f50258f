using Orchestrator.Core.Machines;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Simulation.Branch;
using Orchestrator.Simulation.Chance;
using Orchestrator.Testing.Hypervisor;

namespace Orchestrator.Simulation.Drivers;

/// <summary>What guests do by themselves: boot, or not; reboot, power off; and who connects to them past the
/// relay.</summary>
internal sealed class GuestFaults(World world, SimulatedHypervisor twin)
{
    /// <summary>The client's end of a connection that the relay did not make.</summary>
    public const string Intruder = "127.0.0.1:6666";

    /// <summary>How a domain stopped that runs on.</summary>
    public const string Rebooted = "rebooted";

    private static readonly TimeSpan LifeMax = TimeSpan.FromSeconds(60);

    public void Boot(MachineName machine)
    {
        world.Guests.Start(machine, world.Strikes(FaultKind.GuestNeverReady) ? DateTimeOffset.MaxValue : ReadyAt());
        if (world.Strikes(FaultKind.GuestPowersOff))
        {
            Soon(machine, () => twin.Stop(machine, "shutdown"));
        }

        if (world.Strikes(FaultKind.GuestReboots))
        {
            Soon(machine, () =>
            {
                world.Guests.Reboot(machine, ReadyAt());
                twin.Report(new MachineStopped(machine, Rebooted));
            });
        }

        if (world.Strikes(FaultKind.ConsoleTampered))
        {
            Soon(machine, () => twin.Report(new ConsoleChannelOpened(machine, Intruder)));
        }
    }

    private DateTimeOffset ReadyAt() => world.Now + (0.3 * world.Plan.Boot) + world.Random.Exponential(
        0.7 * world.Plan.Boot);

    private void Soon(MachineName machine, Action happens) => world.Later(
        TimeSpan.FromSeconds(world.Random.Scaled(0.01, LifeMax.TotalSeconds)), () =>
        {
            if (world.Guests.Runs(machine))
            {
                happens();
            }
        });
}
