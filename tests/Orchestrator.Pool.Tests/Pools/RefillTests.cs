using Orchestrator.Core.Machines;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Pool.Sessions;
using Orchestrator.Testing.Hypervisor;

namespace Orchestrator.Pool.Tests.Pools;

/// <summary>Allocation and deletion come before refill: whatever holds a refill back or up, they wait for
/// nothing.</summary>
public sealed class RefillTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        string[] holds = ["clone hangs", "measurement hangs", "no memory", "no golden image", "no budget"];
        foreach (var hold in holds)
        {
            for (var seed = 1; seed <= 5; seed++)
            {
                cases.Add(hold, seed);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Refill_IsHeld_AllocationAndDeletionAreNot(string hold, int seed)
    {
        var world = new PoolWorld(seed, settings => settings with
        {
            Size = 3, StartsInFlightMax = 1, FailedClonesPerMinuteMax = 1,
        });
        world.Warm();
        Hold(world, hold);
        var first = world.See().Slots[0];
        world.Hypervisor.Stop(new MachineName(first.Id, first.Machine!.Value));
        world.Pass(Second);
        Assert.Equal(2, world.See().Clean);

        // No time passes: the kiosk is served at once.
        Assert.Equal(SignalText.RuleAdded, world.Signal(1).Lines[^1]);
        world.Connect(1);
        var session = world.See().Sessions[0];
        var used = new MachineName(session.Slot!.Value, session.Machine!.Value);
        world.Disconnect(1);
        world.Pass(world.Settings.DisconnectGrace + world.Hypervisor.DeleteTime);
        Assert.DoesNotContain(used, world.Hypervisor.Overlays);
        Assert.Equal(SignalText.RuleAdded, world.Signal(2).Lines[^1]);
        Assert.Single(world.Hypervisor.Running);
    }

    [Theory]
    [MemberData(nameof(PacingTests.Seeds), MemberType = typeof(PacingTests))]
    public void CleanMachine_WhileAKioskWaits_IsAllocatedBeforeTheNextIsMade(int seed)
    {
        var world = new PoolWorld(seed, settings => settings with { StartsInFlightMax = 1 });
        var line = world.Signal(1);
        world.Pass(world.Hypervisor.CloneTime);
        Assert.Equal(SignalText.RuleAdded, line.Lines[^1]);

        // The refill is on its way at the same moment: one machine is offered, the next is being made.
        Assert.Equal(["cloning", "offered"], world.See().Slots.Select(slot => slot.MachineState).Order());
    }

    private static void Hold(PoolWorld world, string hold)
    {
        switch (hold)
        {
            case "clone hangs":
                world.Troubled.TroubleNext(SimulatedOperation.Clone, Trouble.HangsForever, calls: 100);
                break;
            case "measurement hangs":
                world.Troubled.TroubleNext(SimulatedOperation.Measure, Trouble.HangsForever, calls: 100);
                break;
            case "no memory":
                world.Hypervisor.Host = world.Hypervisor.Host with { MemoryAvailableBytes = 1 };
                break;
            case "no golden image":
                world.Hypervisor.GoldenImageFault = HypervisorFault.GoldenImageChanged;
                break;
            case "no budget":
                world.Troubled.TroubleNext(SimulatedOperation.Clone, Trouble.FailsBefore, calls: 100);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(hold), hold, "is no way to hold a refill");
        }
    }
}
