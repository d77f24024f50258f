using Orchestrator.Core.Cluster;
using Orchestrator.Core.Tokens;

namespace Orchestrator.Core.Tests.Tokens;

public sealed class TokenRulesTests
{
    private static readonly DateTimeOffset Made = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly NodeName Beta = NodeName.Parse("beta");
    private static readonly TokenBearer Bearer = new("5ec1", Beta, "aa");

    private static readonly TokenState Fresh = new(
        TokenId.Parse("00000000000000a1"), "5ec1", TokenState.NodeRole, "uid 0 (root)", Made, Made.AddHours(1));

    private static readonly TokenState Taken = Fresh with { Use = new TokenUse(Beta, "aa", Made.AddMinutes(1)) };

    [Fact]
    public void Fresh_WithItsSecret_IsAccepted() => Judged(TokenVerdict.Accepted, Fresh, Bearer, 59);

    [Fact]
    public void Unknown_Id_IsUnknown() => Judged(TokenVerdict.Unknown, null, Bearer, 1);

    [Theory]
    [InlineData("5ec2")]
    [InlineData("5ec")]
    [InlineData("")]
    public void Secret_OfAnother_IsUnknown(string secret) =>
        Judged(TokenVerdict.Unknown, Fresh, Bearer with { SecretSha256 = secret }, 1);

    [Fact]
    public void Secret_OfAnother_LearnsNothingOfItsState() =>
        Judged(TokenVerdict.Unknown, Taken with { IsRevoked = true }, Bearer with { SecretSha256 = "no" }, 90);

    [Fact]
    public void Expired_AtItsLastMoment_IsRefused() => Judged(TokenVerdict.Expired, Fresh, Bearer, 60);

    [Fact]
    public void Revoked_InTime_IsRefused() =>
        Judged(TokenVerdict.Revoked, Fresh with { IsRevoked = true }, Bearer, 1);

    [Fact]
    public void Used_ByTheSameNodeAndKey_IsARepetition() => Judged(TokenVerdict.Accepted, Taken, Bearer, 2);

    [Fact]
    public void Used_WithAnotherKey_IsRefused() =>
        Judged(TokenVerdict.Used, Taken, Bearer with { KeySha256 = "ab" }, 2);

    [Fact]
    public void Used_UnderAnotherName_IsRefused() =>
        Judged(TokenVerdict.Used, Taken, Bearer with { Node = NodeName.Parse("gamma") }, 2);

    [Fact]
    public void Forgotten_OnlyLongAfterItExpired()
    {
        Assert.False(TokenRules.IsForgotten(Fresh, Fresh.ExpiresAt + TokenRules.RememberedFor - TimeSpan.FromTicks(1)));
        Assert.True(TokenRules.IsForgotten(Fresh, Fresh.ExpiresAt + TokenRules.RememberedFor));
    }

    [Theory]
    [InlineData("00000000000000A1")]
    [InlineData("00000000000000a")]
    [InlineData("00000000000000a1 ")]
    [InlineData(null)]
    public void Id_OfAnotherShape_IsNone(string? text) => Assert.False(TokenId.TryParse(text, out _));

    private static void Judged(TokenVerdict expected, TokenState? token, TokenBearer bearer, int minutes) =>
        Assert.Equal(expected, TokenRules.Judge(token, bearer, Made.AddMinutes(minutes)));
}
