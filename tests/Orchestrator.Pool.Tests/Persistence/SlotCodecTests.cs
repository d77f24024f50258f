using System.Text;
using Orchestrator.Actors.Persistence;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Slots;
using Orchestrator.Pool.Persistence;

namespace Orchestrator.Pool.Tests.Persistence;

/// <summary>What older versions wrote stays readable.</summary>
public sealed class SlotCodecTests
{
    private static readonly SlotId Id = new(PoolName.Parse("demo"), 5920);

    [Fact]
    public void State_OfAnOlderVersion_IsRead()
    {
        const string Old = """
            {"id":{"pool":"demo","consolePort":5920},"machine":"00000000000000a1","failuresInARow":5,
            "lastFailure":"port taken","isQuarantined":true,"word":"quarantined"}
            """;
        Assert.Equal(
            new SlotState(Id, new MachineId(0xa1), 5, "port taken", IsQuarantined: true),
            SlotCodec.Instance.DecodeState(new JournalEntry(nameof(SlotState), Encoding.UTF8.GetBytes(Old))));
    }

    [Fact]
    public void State_WithItsQuarantines_ComesBack()
    {
        var state = new SlotState(Id, null, 0, "port taken", Quarantines: 3, IsProbing: true);
        Assert.Equal(state, SlotCodec.Instance.DecodeState(SlotCodec.Instance.EncodeState(state)));
    }
}
