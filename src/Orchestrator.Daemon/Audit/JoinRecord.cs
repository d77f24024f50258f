using Orchestrator.Cluster.Joining;

namespace Orchestrator.Daemon.Audit;

/// <summary>Responsible for the audit log's entries of servers that want to join.</summary>
internal sealed partial class JoinRecord(AuditLog audit, ILogger<JoinRecord> log) : IJoinRecord
{
    public Action<JoinRefusal?> Begin(string remote, string request)
    {
        var id = audit.Begin(remote, request);
        return refusal =>
        {
            try
            {
                audit.End(id, remote, refusal is null ? request : $"{request}: {refusal}", StatusOf(refusal));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // The request itself is on the disk, and a token that was used stays used.
                Log.Unrecorded(log, request, error.Message);
            }
        };
    }

    /// <summary>As a request of the API would have been answered.</summary>
    private static int StatusOf(JoinRefusal? refusal) => refusal switch
    {
        null => StatusCodes.Status200OK,
        JoinRefusal.NameTaken => StatusCodes.Status409Conflict,
        JoinRefusal.SignedElsewhere => StatusCodes.Status421MisdirectedRequest,
        JoinRefusal.Malformed => StatusCodes.Status400BadRequest,
        JoinRefusal.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status403Forbidden,
    };

    private static partial class Log
    {
        [LoggerMessage(6210, LogLevel.Warning, "the outcome of {Request} could not be recorded: {Detail}")]
        public static partial void Unrecorded(ILogger logger, string request, string detail);
    }
}
