using System.Globalization;
using Orchestrator.Cluster.Images;

namespace Orchestrator.Daemon.Joining;

/// <summary>Responsible for showing how far a copy is: a person's terminal gets a bar that grows, a log a line for
/// every tenth.</summary>
internal sealed class ImageProgressLine(TextWriter output, bool isTerminal, TimeProvider time)
    : IProgress<ImageProgress>
{
    private const string Rewrite = "\r\u001b[K";
    private const int Cells = 30;
    private const int Tenths = 10;
    private const double Mebibyte = 1024 * 1024;

    private static readonly TimeSpan RedrawPause = TimeSpan.FromMilliseconds(100);

    private string? _shown;
    private int _tenth;
    private long _began;
    private long _drawn;

    public void Report(ImageProgress value)
    {
        var copy = $"{value.GoldenImage} {value.From} {value.Begun}";
        if (copy != _shown)
        {
            (_shown, _tenth, _drawn, _began) = (copy, -1, 0, time.GetTimestamp());
            output.WriteLine(value.Begun == 0
                ? $"golden image {value.GoldenImage}: {Size(value.Total)} from {value.From}"
                : $"golden image {value.GoldenImage}: going on behind byte {value.Begun} of {value.Total} "
                    + $"from {value.From}");
        }

        var isWhole = value.Bytes == value.Total;
        if (isTerminal && (isWhole || _drawn == 0 || time.GetElapsedTime(_drawn) >= RedrawPause))
        {
            _drawn = time.GetTimestamp();
            var filled = (int)(value.Bytes * Cells / value.Total);
            output.Write($"{Rewrite}  [{new string('#', filled)}{new string('.', Cells - filled)}] {Amount(value)}");
            output.Write(isWhole ? "\n" : string.Empty);
            output.Flush();
        }
        else if (!isTerminal && _tenth != value.Bytes * Tenths / value.Total)
        {
            _tenth = (int)(value.Bytes * Tenths / value.Total);
            output.WriteLine($"golden image {value.GoldenImage}: {Amount(value)}");
        }
    }

    private string Amount(ImageProgress value)
    {
        var seconds = time.GetElapsedTime(_began).TotalSeconds;
        var speed = seconds > 0 ? $", {Size((long)((value.Bytes - value.Begun) / seconds))}/s" : string.Empty;
        return string.Create(
            CultureInfo.InvariantCulture, $"{100 * value.Bytes / value.Total} % of {Size(value.Total)}{speed}");
    }

    private static string Size(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes / Mebibyte:0.0} MiB");
}
