namespace Orchestrator.Coordination.Etcd;

/// <summary>
/// A condition of a transaction. There is a case for each that is used and none that is built from parts: a comparison
/// whose field does not match its target is compared with 0 by etcd, and holds for every key that does not exist.
/// </summary>
internal abstract record EtcdComparison(string Key)
{
    public static EtcdComparison Absent(string key) => new KeyCreatedAt(key, 0);
}

/// <summary>The key is the one created at this revision; 0: it does not exist.</summary>
internal sealed record KeyCreatedAt(string Key, long Revision) : EtcdComparison(Key);

/// <summary>The key was changed last at this revision; 0: it does not exist.</summary>
internal sealed record KeyModifiedAt(string Key, long Revision) : EtcdComparison(Key);
