using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Orchestrator.Core.Tokens;

namespace Orchestrator.Enrolment;

/// <summary>
/// A token as it is handed over: <c>pbm1.ID.SECRET.AUTHORITY</c>, the secret as base64 for URLs, the authority's
/// SHA-256 as hexadecimal. Whoever has it can join, so it is shown once and never logged.
/// </summary>
public sealed class JoinToken
{
    public const int SecretBytes = 32;

    private const string Version = "pbm1";
    private const int Sha256Characters = 64;

    private readonly byte[] _secret;

    private JoinToken(TokenId id, byte[] secret, string authoritySha256) =>
        (Id, _secret, AuthoritySha256) = (id, secret, authoritySha256);

    public TokenId Id { get; }

    /// <summary>SHA-256 of the branch's authority; nobody else is told the secret.</summary>
    public string AuthoritySha256 { get; }

    /// <summary>All of it; to be shown to whoever asked for it, and to nobody else.</summary>
    public string Text => $"{Version}.{Id}.{Secret}.{AuthoritySha256}";

    public string Secret => Base64Url.EncodeToString(_secret);

    public string SecretSha256 => Convert.ToHexStringLower(SHA256.HashData(_secret));

    public static JoinToken Create(string authoritySha256) => new(
        TokenId.Parse(RandomNumberGenerator.GetHexString(TokenId.Length, lowercase: true)),
        RandomNumberGenerator.GetBytes(SecretBytes),
        authoritySha256);

    public static bool TryParse(string? text, [NotNullWhen(true)] out JoinToken? token)
    {
        token = null;
        if (text?.Trim().Split('.') is not [Version, var id, var secret, var authority]
            || !TokenId.TryParse(id, out var name)
            || SecretOf(secret) is not { } bytes
            || authority.Length != Sha256Characters || !authority.All(char.IsAsciiHexDigitLower))
        {
            return false;
        }

        token = new JoinToken(name, bytes, authority);
        return true;
    }

    /// <summary>SHA-256 of a secret as it came over a wire; a text that is none has the hash of no secret.</summary>
    public static string Sha256OfSecret(string secret) =>
        SecretOf(secret) is { } bytes ? Convert.ToHexStringLower(SHA256.HashData(bytes)) : string.Empty;

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"token {Id}";

    private static byte[]? SecretOf(string text)
    {
        var bytes = new byte[SecretBytes];
        try
        {
            return Base64Url.TryDecodeFromChars(text, bytes, out var count) && count == SecretBytes ? bytes : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
