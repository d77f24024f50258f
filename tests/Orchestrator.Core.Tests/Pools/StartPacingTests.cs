using Orchestrator.Core.Pools;

namespace Orchestrator.Core.Tests.Pools;

public sealed class StartPacingTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(8, 2)]
    public void Begin_WithLimit_IsTwoAtMost(int max, int window) =>
        Assert.Equal(window, StartPacing.Begin(max).Window);

    [Theory]
    [InlineData("10 10", 2)]
    [InlineData("10 10 10", 3)]
    [InlineData("10 15 15", 3)]
    [InlineData("10 16 16 16 16 16", 2)]
    [InlineData("10 31", 1)]
    [InlineData("10 31 31 31", 1)]
    [InlineData("30 10 10", 3)]
    [InlineData("10 10 10 fail", 1)]
    [InlineData("fail fail fail", 1)]
    [InlineData("fail 10", 2)]
    public void Window_AfterBoots_IsWhatTheServerBears(string boots, int window)
    {
        var now = Start;
        var pacing = StartPacing.Begin(8);
        foreach (var boot in boots.Split(' '))
        {
            var ordered = now;
            now += TimeSpan.FromSeconds(boot == "fail" ? 120 : int.Parse(boot, null));
            pacing = boot == "fail" ? pacing.AfterFailure(ordered, now) : pacing.AfterBoot(ordered, now);
        }

        Assert.Equal(window, pacing.Window);
    }

    [Fact]
    public void Window_ManyGoodBoots_StaysWithinTheLimit()
    {
        var pacing = StartPacing.Begin(8);
        for (var i = 0; i < 100; i++)
        {
            pacing = pacing.AfterBoot(Start, Start.AddSeconds(10));
        }

        Assert.Equal(8, pacing.Window);
    }

    [Fact]
    public void Failures_OfOneBurst_HalveOnce()
    {
        var pacing = StartPacing.Begin(8);
        for (var i = 0; i < 100; i++)
        {
            pacing = pacing.AfterBoot(Start, Start.AddSeconds(10));
        }

        for (var i = 0; i < 8; i++)
        {
            pacing = pacing.AfterFailure(Start.AddSeconds(10), Start.AddSeconds(130 + i));
        }

        Assert.Equal(4, pacing.Window);
        Assert.Equal(2, pacing.AfterFailure(Start.AddSeconds(140), Start.AddSeconds(200)).Window);
    }
}
