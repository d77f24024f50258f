using Orchestrator.Coordination.Etcd;

namespace Orchestrator.Coordination.Branch;

/// <summary>All keys of a branch at one revision. A change of the past, which etcd 3.4 may repeat, changes
/// nothing.</summary>
internal sealed record BranchTable(long Revision, IReadOnlyDictionary<string, EtcdPair> Pairs)
{
    public static BranchTable Empty { get; } = new(0, new Dictionary<string, EtcdPair>());

    public static BranchTable Of(EtcdListing listing) =>
        new(listing.Revision, listing.Pairs.ToDictionary(pair => pair.Key));

    /// <param name="changes">The changes of whole revisions.</param>
    public BranchTable Apply(IReadOnlyList<EtcdChange> changes)
    {
        var pairs = new Dictionary<string, EtcdPair>(Pairs);
        var revision = Revision;
        foreach (var change in changes.Where(change => change.Pair.ModRevision > Revision))
        {
            revision = Math.Max(revision, change.Pair.ModRevision);
            if (change.IsDeleted)
            {
                pairs.Remove(change.Pair.Key);
            }
            else
            {
                pairs[change.Pair.Key] = change.Pair;
            }
        }

        return revision == Revision ? this : new BranchTable(revision, pairs);
    }

    public bool HoldsTheSameAs(BranchTable other) => Pairs.Count == other.Pairs.Count && Pairs.Values.All(
        pair => other.Pairs.TryGetValue(pair.Key, out var there) && there.ModRevision == pair.ModRevision);

    public EtcdPair? Find(string key) => Pairs.GetValueOrDefault(key);

    public IEnumerable<EtcdPair> Under(string prefix) =>
        Pairs.Values.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal));
}
