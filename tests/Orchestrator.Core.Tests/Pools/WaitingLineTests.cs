using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Core.Tests.Pools;

public sealed class WaitingLineTests
{
    private static readonly WaitingLine Three =
        WaitingLine.Empty.Join(new SessionId(1)).Join(new SessionId(2)).Join(new SessionId(3));

    [Fact]
    public void First_NobodyBlocked_IsTheFirstComer() => Assert.Equal(new SessionId(1), Three.First(_ => true));

    [Fact]
    public void First_FirstComerBlocked_IsTheNext() =>
        Assert.Equal(new SessionId(2), Three.First(session => session.Value != 1));

    [Fact]
    public void Leave_FromTheMiddle_MovesOthersUp() =>
        Assert.Equal(2, Three.Leave(new SessionId(2)).PositionOf(new SessionId(3)));

    [Fact]
    public void Rejoin_LostOffer_TakesItsOldPlace()
    {
        var line = Three.Leave(new SessionId(1)).Leave(new SessionId(2)).Rejoin(new SessionId(2));
        Assert.Equal((1, 2), (line.PositionOf(new SessionId(2)), line.PositionOf(new SessionId(3))));
    }

    [Fact]
    public void Join_Twice_CountsOnce() => Assert.Equal(3, Three.Join(new SessionId(2)).Length);
}
