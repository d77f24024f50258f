using System.Globalization;

namespace Orchestrator.Cli.Output;

/// <summary>Values as fields of a row.</summary>
internal static class Field
{
    public static string Of(string? value) => value ?? "";

    public static string Of(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Of(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>UTC to the second, as the log writes it.</summary>
    public static string Of(DateTimeOffset? value) =>
        value?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) ?? "";
}
