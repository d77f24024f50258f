using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Coordination.Gateway;

/// <summary>
/// Responsible for answers of the past: a member that was cut off, or restored from a backup, answers with a lower raft
/// term than was seen already, and a member of another cluster knows nothing of this branch.
/// </summary>
internal sealed class StaleGuard
{
    private readonly Lock _gate = new();
    private ulong? _cluster;
    private ulong _term;

    /// <param name="header">The answer's header.</param>
    /// <param name="endpoint">Who answered.</param>
    /// <param name="isRepeatable">Whether the call may be made again: an old term says nothing about whether a
    /// transaction was committed.</param>
    public void Accept(ReplyHeader? header, Uri endpoint, bool isRepeatable)
    {
        if (header is null)
        {
            throw new CoordinationException(
                CoordinationFault.Failed,
                $"{endpoint} answered without a header: it is no etcd of version 3.4 or later");
        }

        lock (_gate)
        {
            if (_cluster is { } known && header.ClusterId != known)
            {
                throw new CoordinationException(
                    CoordinationFault.ForeignCluster,
                    $"{endpoint} belongs to cluster {header.ClusterId:x}, this node to {known:x}: correct the list of "
                    + "endpoints, or restart the daemon if the branch's store was made anew");
            }

            if (header.RaftTerm < _term)
            {
                throw new CoordinationException(
                    isRepeatable ? CoordinationFault.Unreachable : CoordinationFault.Overdue,
                    $"{endpoint} answers from term {header.RaftTerm}, term {_term} was seen already: it is cut off");
            }

            (_cluster, _term) = (header.ClusterId, header.RaftTerm);
        }
    }
}
