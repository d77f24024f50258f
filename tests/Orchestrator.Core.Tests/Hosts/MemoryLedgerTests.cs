using Orchestrator.Core.Hosts;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Slots;

namespace Orchestrator.Core.Tests.Hosts;

public sealed class MemoryLedgerTests
{
    private static readonly MachineName One = Machine("demo", 5920);
    private static readonly MachineName Two = Machine("demo", 5921);
    private static readonly MachineName Other = Machine("other", 6000);

    [Theory]
    [InlineData(100, 10, 90, true)]
    [InlineData(100, 10, 91, false)]
    [InlineData(100, 101, 0, false)]
    public void Machine_LeavesTheReserve_OrDoesNotFit(long available, long machine, long reserve, bool fits) =>
        Assert.Equal(fits, MemoryLedger.Empty.Measure(1, available).Fits(machine, reserve));

    [Fact]
    public void Nothing_BeforeAMeasurement_Fits() => Assert.False(MemoryLedger.Empty.Fits(1, 0));

    [Fact]
    public void Machine_ThatStarts_IsChargedOnce()
    {
        var ledger = MemoryLedger.Empty.Measure(1, 100).Charge(One, 60).Charge(One, 60);
        Assert.Equal(60, ledger.ChargedBytes);
        Assert.False(ledger.Fits(60, 0));
        Assert.True(ledger.Release(One).Fits(60, 0));
    }

    [Fact]
    public void Charge_UntilMeasuredAfterTheBoot_Stays()
    {
        var starting = MemoryLedger.Empty.Measure(1, 100).Charge(One, 60);
        Assert.Equal(60, starting.Measure(9, 90).ChargedBytes);
        var booted = starting.Boot(One, at: 5);
        Assert.Equal(60, booted.ChargedBytes);
        Assert.Equal(60, booted.Measure(5, 90).ChargedBytes);
        Assert.Equal((0, 40), (booted.Measure(6, 40).ChargedBytes, booted.Measure(6, 40).AvailableBytes));
    }

    [Fact]
    public void Measurement_FromBeforeTheLast_SaysNothing()
    {
        var ledger = MemoryLedger.Empty.Charge(One, 60).Boot(One, at: 2).Measure(5, 40);
        Assert.Equal(ledger, ledger.Measure(1, 100));
    }

    [Fact]
    public void Keep_OfOnePool_ReleasesItsOthersOnly()
    {
        var ledger = MemoryLedger.Empty.Charge(One, 1).Charge(Two, 2).Charge(Other, 4);
        Assert.Equal(5, ledger.Keep(One.Slot.Pool, machine => machine == One).ChargedBytes);
    }

    private static MachineName Machine(string pool, int port) =>
        new(new SlotId(PoolName.Parse(pool), port), new MachineId(1));
}
