using System.Collections.Immutable;

namespace Orchestrator.Core.Machines;

/// <summary>
/// The hypervisor's own evidence of a console's use: the channels that passed authentication and are still open, by
/// their client's end.
/// </summary>
public sealed record ConsoleChannels
{
    public static readonly ConsoleChannels None = new();

    private ImmutableHashSet<string> _open = [];

    private ConsoleChannels()
    {
    }

    public int Open => _open.Count;

    public ConsoleChannels Opened(string client) => new() { _open = _open.Add(client) };

    /// <summary>A close of a channel that never passed authentication changes nothing: a readiness probe closes like
    /// that.</summary>
    public ConsoleChannels Closed(string client) => new() { _open = _open.Remove(client) };
}
