namespace Orchestrator.Core.Tests;

public sealed class IdMintTests
{
    [Fact]
    public void Next_ClockSetBack_StillIncreases()
    {
        long now = 1_000_000;
        var mint = new IdMint(() => now, new Random(1));
        var before = mint.NextMachineId();
        now -= 50_000;
        var after = mint.NextMachineId();
        Assert.True(after.Value > before.Value, $"{after} must follow {before}");
    }

    [Fact]
    public void Next_SameMillisecond_NeverRepeats()
    {
        var mint = new IdMint(() => 7, new Random(1));
        var ids = Enumerable.Range(0, 1_000).Select(_ => mint.NextSessionId()).ToHashSet();
        Assert.Equal(1_000, ids.Count);
    }
}
