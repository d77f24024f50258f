using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Slots;

namespace Orchestrator.Core.Tests.Slots;

public sealed class PortHoldersTests
{
    private static readonly SlotId Slot = new(PoolName.Parse("demo"), 5920);

    [Fact]
    public void Holder_SeenInTheSlot_IsNamed()
    {
        var next = new MachineName(Slot with { ConsolePort = 5921 }, new MachineId(2));
        var holders = PortHolders.Seen([Machine(1), next]);

        Assert.Equal(Machine(1), holders.HolderOf(Slot));
        Assert.Null(holders.HolderOf(Slot with { ConsolePort = 5922 }));
    }

    /// <summary>Another pool's janitor removes it, or nobody: this pool waits for neither.</summary>
    [Fact]
    public void Holder_OfAnotherPool_IsNobody()
    {
        var other = new MachineName(Slot with { Pool = PoolName.Parse("other") }, new MachineId(1));

        Assert.Null(PortHolders.Seen([other]).HolderOf(Slot));
    }

    [Fact]
    public void Holder_Stopped_LetsGo()
    {
        var holders = PortHolders.Seen([Machine(2), Machine(1)]);

        Assert.Equal(Machine(1), holders.HolderOf(Slot));
        Assert.Equal(Machine(2), holders.Without(Machine(1)).HolderOf(Slot));
        Assert.Null(holders.Without(Machine(1)).Without(Machine(2)).HolderOf(Slot));
    }

    [Fact]
    public void Holder_OfNothingSeen_IsNobody() => Assert.Null(PortHolders.None.Without(Machine(1)).HolderOf(Slot));

    private static MachineName Machine(ulong id) => new(Slot, new MachineId(id));
}
