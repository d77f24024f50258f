namespace Orchestrator.Integration.Tests.Crash;

public sealed class LivesTests
{
    [Fact]
    public void Lives_EveryJournaledEvent_IsReached() =>
        Assert.Equal(JournaledEvents.All, Lives.Events.Order(StringComparer.Ordinal));
}
