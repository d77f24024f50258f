using Orchestrator.Coordination.Etcd;

namespace Orchestrator.Coordination.Tests.Etcd;

/// <summary>An etcd, and what a test does to it from outside.</summary>
internal interface IEtcdWorld : IAsyncDisposable
{
    IEtcd Etcd { get; }

    /// <summary>What the keys of this test begin with; nobody else uses it.</summary>
    string Prefix { get; }

    /// <summary>Forgets the history before a revision.</summary>
    Task CompactAsync(long revision);

    /// <summary>Lets time pass where the clock is a test's own; a real etcd's passes by itself.</summary>
    void Pass(TimeSpan duration);
}
