using Orchestrator.Daemon.Configuration;

namespace Orchestrator.Daemon.Tests.Configuration;

public class DurationTextTests
{
    [Theory]
    [InlineData("5m", 300_000)]
    [InlineData("2s", 2000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("250ms", 250)]
    [InlineData("1d2h3m4s5ms", 93_784_005)]
    [InlineData("0s", 0)]
    public void Accepts_Duration(string text, long milliseconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
        Assert.Equal(text, DurationText.Format(duration));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("m")]
    [InlineData("-5m")]
    [InlineData("1.5h")]
    [InlineData("5 m")]
    [InlineData("30m1h")]
    [InlineData("1m1m")]
    [InlineData("5M")]
    [InlineData("5min")]
    [InlineData("9999999d")]
    public void Rejects_Text(string text) => Assert.False(DurationText.TryParse(text, out _));
}
