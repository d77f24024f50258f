using Microsoft.Extensions.Logging;

namespace Orchestrator.Libvirt;

/// <summary>Responsible for telling the operator, once, of what somebody else made under a name of ours: no inventory
/// lists it, so nothing else would.</summary>
internal sealed partial class ForeignNames(ILogger log)
{
    private readonly Lock _gate = new();
    private HashSet<string> _known = [];

    /// <param name="seen">All that an inventory has found.</param>
    public void Note(IReadOnlyList<string> seen)
    {
        List<string> news;
        lock (_gate)
        {
            news = [.. seen.Where(one => !_known.Contains(one))];
            _known = [.. seen];
        }

        foreach (var one in news)
        {
            Log.Foreign(log, one);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3007, LogLevel.Warning,
            "{Thing} has a machine's name and somebody else made it; it is left alone: rename it or remove it")]
        public static partial void Foreign(ILogger logger, string thing);
    }
}
