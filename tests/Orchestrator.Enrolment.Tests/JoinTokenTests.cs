namespace Orchestrator.Enrolment.Tests;

public sealed class JoinTokenTests
{
    private static readonly string Authority = new('a', 64);

    [Fact]
    public void Token_ReadAgain_IsTheSame()
    {
        var token = JoinToken.Create(Authority);

        Assert.True(JoinToken.TryParse($" {token.Text}\n", out var read));
        Assert.Equal((token.Id, token.SecretSha256, Authority), (read.Id, read.SecretSha256, read.AuthoritySha256));
        Assert.Equal(token.SecretSha256, JoinToken.Sha256OfSecret(token.Secret));
        Assert.Equal(64, token.SecretSha256.Length);
    }

    [Fact]
    public void Tokens_AreNeverTheSame()
    {
        var (one, other) = (JoinToken.Create(Authority), JoinToken.Create(Authority));

        Assert.NotEqual(one.Id, other.Id);
        Assert.NotEqual(one.SecretSha256, other.SecretSha256);
    }

    [Fact]
    public void Token_AsText_KeepsItsSecret()
    {
        var token = JoinToken.Create(Authority);

        Assert.DoesNotContain(token.Secret, $"{token}", StringComparison.Ordinal);
    }

    [Fact]
    public void Token_CutAnywhere_IsNone()
    {
        var text = JoinToken.Create(Authority).Text;
        for (var length = 0; length < text.Length; length++)
        {
            Assert.False(JoinToken.TryParse(text[..length], out _), $"{length} characters");
        }
    }

    [Fact]
    public void Token_WithAnyCharacterChanged_IsNotTheSame()
    {
        var token = JoinToken.Create(Authority);
        for (var at = 0; at < token.Text.Length; at++)
        {
            var spoilt = token.Text.ToCharArray();
            spoilt[at] = spoilt[at] == '0' ? '1' : '0';

            var isOne = JoinToken.TryParse(new string(spoilt), out var read);

            Assert.True(
                !isOne || read!.Id != token.Id || read.SecretSha256 != token.SecretSha256
                    || read.AuthoritySha256 != token.AuthoritySha256,
                $"character {at}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("%%%")]
    public void Secret_OfAnotherShape_HasNoHash(string secret) => Assert.Empty(JoinToken.Sha256OfSecret(secret));
}
