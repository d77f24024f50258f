using System.Text;

namespace Orchestrator.Daemon.Configuration;

/// <summary>Responsible for reading the operator's file: a bounded number of bytes, as strict UTF-8.</summary>
internal static class ConfigFile
{
    /// <summary>Some hundred times the longest example.</summary>
    public const int BytesMax = 256 * 1024;

    public static ConfigReading Load(string path)
    {
        var errors = new ConfigErrors();
        return ReadText(path, errors) is { } text ? DaemonOptionsReader.Read(text, errors) : new(null, errors.InOrder);
    }

    /// <returns>The text, or null when the file cannot be read; errors say why.</returns>
    public static string? ReadText(string path, ConfigErrors errors)
    {
        try
        {
            using var file = File.OpenRead(path);

            // Not the length that the file system announces: a pipe or a device has none.
            var bytes = new byte[BytesMax + 1];
            var count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (count > BytesMax)
            {
                errors.Add(string.Empty, 0, $"file '{path}' is larger than {BytesMax} bytes; is it the right file?");
                return null;
            }

            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, 0, count);
            return text.TrimStart('\uFEFF');
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            errors.Add(string.Empty, 0, $"file '{path}' cannot be read: {fault.Message}");
        }
        catch (DecoderFallbackException fault)
        {
            errors.Add(string.Empty, 0, $"file '{path}' is not UTF-8 at byte {fault.Index}; save it as UTF-8");
        }

        return null;
    }
}
