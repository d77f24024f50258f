using Orchestrator.Core.Cluster;

namespace Orchestrator.Core.Tests.Cluster;

public sealed class NodeNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("kvm-1")]
    [InlineData("branch7")]
    public void Accepts_OneLabelOfAHostName(string text) => Assert.Equal(text, NodeName.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("1kvm")]
    [InlineData("kvm-")]
    [InlineData("-kvm")]
    [InlineData("Kvm")]
    [InlineData("kvm/1")]
    [InlineData("kvm.branch")]
    public void Rejects_EverythingElse(string text)
    {
        Assert.False(NodeName.TryParse(text, out _));
        Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => NodeName.Parse(text)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Rejects_ALabelTooLong()
    {
        Assert.True(NodeName.TryParse(new string('a', NodeName.LengthMax), out _));
        Assert.False(NodeName.TryParse(new string('a', NodeName.LengthMax + 1), out _));
    }
}
