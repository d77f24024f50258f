using Orchestrator.Coordination.Etcd;

namespace Orchestrator.Coordination.Branch;

/// <summary>All keys of a branch as the follower has seen them last.</summary>
internal sealed class BranchTable
{
    private readonly Dictionary<string, EtcdPair> _pairs;

    public BranchTable(EtcdListing listing) =>
        (Revision, _pairs) = (listing.Revision, listing.Pairs.ToDictionary(pair => pair.Key));

    public long Revision { get; private set; }

    /// <param name="changes">The changes of whole revisions.</param>
    /// <returns>Those that were not known: one of the past, which etcd 3.4 may repeat, changes nothing.</returns>
    public IReadOnlyList<EtcdChange> Apply(IReadOnlyList<EtcdChange> changes)
    {
        List<EtcdChange> news = [.. changes.Where(change => change.Pair.ModRevision > Revision)];
        foreach (var (pair, isDeleted) in news)
        {
            Revision = Math.Max(Revision, pair.ModRevision);
            if (isDeleted)
            {
                _pairs.Remove(pair.Key);
            }
            else
            {
                _pairs[pair.Key] = pair;
            }
        }

        return news;
    }

    public bool HoldsTheSameAs(EtcdListing listing) => _pairs.Count == listing.Pairs.Count && listing.Pairs.All(
        pair => Find(pair.Key)?.ModRevision == pair.ModRevision);

    public EtcdPair? Find(string key) => _pairs.GetValueOrDefault(key);
}
