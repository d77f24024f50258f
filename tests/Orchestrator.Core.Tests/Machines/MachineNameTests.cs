using Orchestrator.Core.Machines;

namespace Orchestrator.Core.Tests.Machines;

public sealed class MachineNameTests
{
    [Theory]
    [InlineData("pbm-demo-5920-00000192f0a1b2c3")]
    [InlineData("pbm-front-desk-2-5921-00000192f0a1b2c3")]
    [InlineData("pbm-a-1-00000192f0a1b2c3.qcow2")]
    public void TryParse_NameOfOurs_RoundTrips(string text)
    {
        Assert.True(MachineName.TryParse(text, out var name));
        Assert.Equal(text.Replace(".qcow2", string.Empty, StringComparison.Ordinal), name.ToString());
        Assert.Equal(name + ".qcow2", name.OverlayName);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("golden-demo")]
    [InlineData("pbm-golden")]
    [InlineData("pbm-demo-5920")]
    [InlineData("pbm-demo-59x0-00000192f0a1b2c3")]
    [InlineData("pbm-demo-5920-192f0a1b2c3")]
    [InlineData("pbm--5920-00000192f0a1b2c3")]
    [InlineData("pbm-Demo-5920-00000192f0a1b2c3")]
    [InlineData("pbm-demo-5920-00000192f0a1b2c3.qcow2.bak")]
    public void TryParse_NameOfOthers_IsRefused(string? text) => Assert.False(MachineName.TryParse(text, out _));
}
