using Orchestrator.Core.Machines;
using Orchestrator.Simulation.Chance;
using Orchestrator.Simulation.Checking;
using Orchestrator.Simulation.Drivers;

namespace Orchestrator.Simulation.Branch;

/// <summary>What comes to the branch from outside, second by second: hours of many people and of few, an operator, a
/// hypervisor that goes and returns.</summary>
internal sealed class Outside(World world, FaultyHypervisor hypervisor)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Whether the pool was last left empty by an operator.</summary>
    public bool IsDrained { get; private set; }

    public void Begin()
    {
        foreach (var kiosk in world.Kiosks)
        {
            kiosk.Rest();
        }

        if (world.Plan.HasBursts)
        {
            ChangePace();
        }

        Tick();
    }

    public void ReturnHypervisor()
    {
        if (!hypervisor.IsReachable)
        {
            hypervisor.Return();
        }
    }

    /// <summary>What is told to be cleared was there when it was told; when the answer comes, it must be gone.</summary>
    public void Clear(bool refill)
    {
        if (world.Process is not { } process)
        {
            return;
        }

        IsDrained = !refill;
        var there = world.Checker.Records.Machines.Values.Select(machine => machine.MachineName).ToList();
        if (world.Trace.IsWritten)
        {
            world.Trace.Write($"the operator clears the pool, refill: {refill}");
        }

        var cleared = process.Pools.ClearAsync(world.Plan.Settings.Name, refill, CancellationToken.None);
        cleared.ContinueWith(
            _ => OnCleared(cleared, there), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private void OnCleared(Task<bool> cleared, List<MachineName> there)
    {
        if (!cleared.IsCompletedSuccessfully)
        {
            return;
        }

        var left = there.Find(name => world.Checker.Records.Machines.GetValueOrDefault(name)
            is { State: not GoneMachine });
        if (left != default)
        {
            world.Checker.Fail(Rules.Acknowledged, $"the operator was told that the pool is clear, {left} is there");
        }
    }

    private void Tick()
    {
        if (world.IsCalm)
        {
            return;
        }

        if (world.Strikes(FaultKind.PoolCleared))
        {
            Clear(refill: world.Random.Chance(0.8));
        }
        else if (IsDrained && world.Random.Chance(0.02))
        {
            Clear(refill: true);
        }

        if (hypervisor.IsReachable && world.Strikes(FaultKind.HypervisorLost))
        {
            hypervisor.Lose();
            world.Later(TimeSpan.FromSeconds(world.Random.Scaled(0.1, 60)), ReturnHypervisor);
        }

        world.Later(Second, Tick);
    }

    private void ChangePace()
    {
        world.Quiet = world.Random.Chance(0.5) ? 1 : world.Random.Scaled(2, 20);
        world.Later(world.Random.Between(20 * Second, 300 * Second), ChangePace);
    }
}
