using Orchestrator.Simulation.Chance;
using Orchestrator.Simulation.Drivers;

namespace Orchestrator.Simulation.Branch;

/// <summary>What comes to the branch from outside: hours of many people and of few, an operator, a
/// hypervisor that goes and returns.</summary>
internal sealed class Outside(World world, FaultyHypervisor hypervisor, Operator @operator)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public void Begin()
    {
        if (world.Nodes is null)
        {
            foreach (var kiosk in world.Kiosks)
            {
                kiosk.Rest();
            }
        }

        if (world.Plan.HasBursts)
        {
            ChangePace();
        }

        @operator.Begin();
        world.Recur(FaultKind.HypervisorLost, () => hypervisor.IsReachable, () =>
        {
            hypervisor.Lose();
            world.Later(TimeSpan.FromSeconds(world.Random.Scaled(0.1, 60)), ReturnHypervisor);
        });
        world.Recur(FaultKind.HypervisorDegraded, () => true, () =>
        {
            hypervisor.Degrade();
            world.Later(TimeSpan.FromSeconds(world.Random.Scaled(1, 120)), hypervisor.Recover);
        });
        world.Recur(FaultKind.MemoryShort, () => true, () =>
        {
            hypervisor.TakeMemory();
            world.Later(TimeSpan.FromSeconds(world.Random.Scaled(1, 120)), hypervisor.GiveMemory);
        });
    }

    public void ReturnHypervisor()
    {
        if (!hypervisor.IsReachable)
        {
            hypervisor.Return();
        }
    }

    private void ChangePace()
    {
        world.Quiet = world.Random.Chance(0.5) ? 1 : world.Random.Scaled(2, 20);
        world.Later(world.Random.Between(20 * Second, 300 * Second), ChangePace);
    }
}
