using Orchestrator.Daemon.Configuration;

namespace Orchestrator.Daemon.Tests.Configuration;

public class SizeTextTests
{
    [Theory]
    [InlineData("0KiB", 0)]
    [InlineData("1KiB", 1024)]
    [InlineData("1500MiB", 1_572_864_000)]
    [InlineData("1GiB", 1_073_741_824)]
    [InlineData("8388607TiB", 9_223_370_937_343_148_032)]
    public void Accepts_Size(string text, long bytes)
    {
        Assert.True(SizeText.TryParse(text, out var read));
        Assert.Equal(bytes, read);
        Assert.Equal(text, SizeText.Format(bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("GiB")]
    [InlineData("1")]
    [InlineData("1G")]
    [InlineData("1gib")]
    [InlineData("1.5GiB")]
    [InlineData("-1GiB")]
    [InlineData("+1GiB")]
    [InlineData(" 1GiB")]
    [InlineData("1 GiB")]
    [InlineData("8388608TiB")]
    [InlineData("99999999999999999999KiB")]
    public void Rejects_Text(string text) => Assert.False(SizeText.TryParse(text, out _));
}
