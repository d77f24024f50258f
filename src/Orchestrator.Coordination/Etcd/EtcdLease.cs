namespace Orchestrator.Coordination.Etcd;

internal sealed record EtcdLease(long Id, TimeSpan TimeToLive);
