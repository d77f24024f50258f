namespace Orchestrator.Coordination.Etcd;

/// <summary>A part of a transaction.</summary>
internal abstract record EtcdOperation(string Key);

/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
/// <param name="Lease">The lease that it lives under from now on; 0: none.</param>
internal sealed record PutKey(string Key, byte[] Value, long Lease = 0) : EtcdOperation(Key);

internal sealed record DeleteKey(string Key) : EtcdOperation(Key);

internal sealed record ReadKey(string Key) : EtcdOperation(Key);
