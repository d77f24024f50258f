namespace Orchestrator.Contracts.Tests;

public class ApiTargetTests
{
    [Theory]
    [InlineData("127.0.0.1:9180", false, "127.0.0.1:9180")]
    [InlineData("localhost:9180", false, "localhost:9180")]
    [InlineData("[::1]:9180", false, "[::1]:9180")]
    [InlineData("https://127.0.0.1:9181", true, "https://127.0.0.1:9181")]
    [InlineData("10.0.0.1:9181", true, "10.0.0.1:9181")]
    [InlineData("https://server-b:9181/", true, "server-b:9181")]
    [InlineData("server-b:9181", true, "server-b:9181")]
    [InlineData("unix:/run/pbm/pbm.sock", false, "unix:/run/pbm/pbm.sock")]
    public void Target_Elsewhere_IsTls(string text, bool isSecure, string written)
    {
        Assert.True(ApiTarget.TryParse(text, out var target));

        Assert.Equal((isSecure, written), (target.IsSecure, target.ToString()));
        Assert.True(ApiTarget.TryParse(written, out var again));
        Assert.Equal(target, again);
    }

    [Theory]
    [InlineData("pool")]
    [InlineData("https://server-b")]
    [InlineData("server-b:0")]
    public void Target_ThatIsNone_IsNotRead(string text) => Assert.False(ApiTarget.TryParse(text, out _));
}
