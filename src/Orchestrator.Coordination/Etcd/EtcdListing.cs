namespace Orchestrator.Coordination.Etcd;

/// <param name="Revision">The store's revision at which all of this was true.</param>
/// <param name="Pairs">In the order of their keys.</param>
internal sealed record EtcdListing(long Revision, IReadOnlyList<EtcdPair> Pairs);
