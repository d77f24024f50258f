namespace Orchestrator.Coordination;

/// <summary>How this node takes part in the branch, and the limits of that.</summary>
public sealed record CoordinationOptions
{
    /// <summary>What all keys of the branch begin with; ends with a slash.</summary>
    public string Prefix { get; init; } = "/pbm/";

    /// <summary>How long a node that went silent is still believed to live. etcd gives at least 2 s, and a full one
    /// anew to everybody when its leader changes.</summary>
    public TimeSpan LeaseTimeToLive { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What the node's own clock is ahead of the store's: it stops to act this long before others may
    /// begin.</summary>
    public TimeSpan LeaseMargin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>From one keepalive to the next; three fit into a lease.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Pause after a keepalive or a watch that failed.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How often all keys are read anew although a watch reports changes: a watch on a cut-off member can hang
    /// silently, and etcd 3.4 has lost events.
    /// </summary>
    public TimeSpan RelistInterval { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Bytes of one record; the store's own limit for a request is 1.5 MiB.</summary>
    public int RecordBytesMax { get; init; } = 64 * 1024;

    /// <summary>Keys of a branch that are read; 64 shards and two keys a node leave room for thousands.</summary>
    public int KeysMax { get; init; } = 8_192;

    /// <summary>Join tokens that are remembered at one time.</summary>
    public int TokensMax { get; init; } = 256;

    /// <summary>How often a change of a member is decided anew because somebody else was faster.</summary>
    public int ConflictsMax { get; init; } = 8;
}
