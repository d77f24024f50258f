namespace Orchestrator.Core.Operators;

/// <summary>An operator whose certificates are not believed any more, for good.</summary>
/// <param name="Name">The operator.</param>
/// <param name="Serial">The one certificate, hexadecimal as <see cref="TryParseSerial"/> gives it; null: every
/// certificate of this name, also those that are made later.</param>
/// <param name="At">When, UTC.</param>
/// <param name="By">Who asked for it.</param>
public sealed record RevokedOperator(OperatorName Name, string? Serial, DateTimeOffset At, string By)
{
    /// <summary>A serial number has at most 20 bytes (RFC 5280, 4.1.2.2).</summary>
    private const int SerialLengthMax = 40;

    public bool Covers(OperatorName name, string serial) => name == Name && (Serial is null || Serial == serial);

    /// <returns>Null: it is no serial number.</returns>
    public static string? TryParseSerial(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= SerialLengthMax && text.All(char.IsAsciiHexDigit)
            ? text.ToUpperInvariant()
            : null;
    }
}
