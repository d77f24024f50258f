using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Orchestrator.Contracts;

namespace Orchestrator.Daemon.Branch;

/// <summary>Responsible for telling a follower what is in the branch, and then everything that changes.</summary>
internal sealed class BranchTail(BranchSight sight, TimeProvider time)
{
    /// <summary>Sights that wait for a follower. Who reads slower misses what changed and changed back meanwhile, and
    /// nothing that stayed.</summary>
    public const int SightsWaitingMax = 256;

    /// <summary>A lease that runs out or comes back while the branch stands still changes what is seen, and nobody
    /// reports that.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public async IAsyncEnumerable<ClusterEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var seen = Channel.CreateBounded<ClusterStatus>(
            new BoundedChannelOptions(SightsWaitingMax) { FullMode = BoundedChannelFullMode.DropOldest });
        var gate = new Lock();
        void Look()
        {
            // Under one lock: of two lookers, who looked first writes first, so that no older sight follows a newer.
            lock (gate)
            {
                if (sight.See() is { } now)
                {
                    seen.Writer.TryWrite(now);
                }
            }
        }

        using var watch = sight.Watch(Look);
        using var timer = time.CreateTimer(_ => Look(), null, LookEvery, LookEvery);
        Look();
        ClusterStatus? before = null;
        await foreach (var now in seen.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            foreach (var change in BranchChanges.Between(before, now, time.GetUtcNow()))
            {
                yield return change;
            }

            before = now;
        }
    }
}
