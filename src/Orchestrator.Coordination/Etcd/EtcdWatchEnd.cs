namespace Orchestrator.Coordination.Etcd;

internal enum EtcdWatchEnd
{
    /// <summary>The stream ended: the endpoint went, or lost its leader.</summary>
    Closed,

    /// <summary>The changes from that revision on are forgotten: the state has to be read anew.</summary>
    Compacted,
}
