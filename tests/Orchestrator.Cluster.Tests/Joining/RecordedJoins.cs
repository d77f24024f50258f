using System.Collections.Concurrent;
using Orchestrator.Cluster.Joining;

namespace Orchestrator.Cluster.Tests.Joining;

internal sealed class RecordedJoins : IJoinRecord
{
    public ConcurrentQueue<(string Request, JoinRefusal? Refusal)> Ended { get; } = [];

    public bool IsFull { get; set; }

    public Action<JoinRefusal?> Begin(string remote, string request) => IsFull
        ? throw new IOException("no space left")
        : refusal => Ended.Enqueue((request, refusal));
}
