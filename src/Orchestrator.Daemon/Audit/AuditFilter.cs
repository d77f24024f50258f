using System.Globalization;
using Orchestrator.Contracts;

namespace Orchestrator.Daemon.Audit;

/// <summary>Responsible for recording a change before it is done, and its answer after it.</summary>
internal sealed partial class AuditFilter(AuditLog audit, ILogger<AuditFilter> log) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var caller = Caller.Of(http);
        var change = $"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}";
        string id;
        try
        {
            id = audit.Begin(caller, change);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return TypedResults.Json(
                new ErrorBody("audit-unwritable",
                    $"nothing was changed, because it cannot be recorded: {error.Message}; "
                        + "make room for the audit log"),
                ApiJson.Default.ErrorBody,
                statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        object? result = null;
        try
        {
            result = await next(context).ConfigureAwait(false);
            return result;
        }
        finally
        {
            var told = result is INestedHttpResult { Result: var inner } ? inner : result;
            var status = (told as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status500InternalServerError;
            Record(id, caller, change, status);
        }
    }

    /// <summary>It is done by now: a full disk must not turn it into an error.</summary>
    private void Record(string id, string caller, string change, int status)
    {
        Log.Changed(log, caller, change, status.ToString(CultureInfo.InvariantCulture));
        try
        {
            audit.End(id, caller, change, status);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.Unrecorded(log, change, error.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6200, LogLevel.Information, "{Caller} asked for {Change}: {Status}")]
        public static partial void Changed(ILogger logger, string caller, string change, string status);

        [LoggerMessage(6201, LogLevel.Warning, "the outcome of {Change} could not be recorded: {Detail}")]
        public static partial void Unrecorded(ILogger logger, string change, string detail);
    }
}
