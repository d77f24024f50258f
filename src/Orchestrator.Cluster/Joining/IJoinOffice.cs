using System.Net;

namespace Orchestrator.Cluster.Joining;

/// <summary>Decides who becomes a node.</summary>
public interface IJoinOffice
{
    JoinOffer Offer();

    /// <summary>Decides, and has recorded it when it answers; never throws but for cancellation.</summary>
    /// <param name="request">Who asks, and for what.</param>
    /// <param name="remote">From where.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<JoinMessage> AdmitAsync(JoinRequest request, EndPoint? remote, CancellationToken cancellation);

    /// <summary>Records that somebody came with a token of another branch.</summary>
    void RecordForeign(JoinDeclined declined, EndPoint? remote);
}
