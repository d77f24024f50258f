namespace Orchestrator.Coordination.Etcd;

/// <param name="Succeeded">Whether the conditions held.</param>
/// <param name="Revision">The store's revision after it; that of the writes, if there were any.</param>
/// <param name="Pairs">What was read, keys that do not exist left out.</param>
internal sealed record EtcdOutcome(bool Succeeded, long Revision, IReadOnlyList<EtcdPair> Pairs)
{
    public EtcdPair? Find(string key) => Pairs.FirstOrDefault(pair => pair.Key == key);
}
