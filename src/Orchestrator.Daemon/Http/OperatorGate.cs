using Orchestrator.Contracts;
using Orchestrator.Core.Operators;
using Orchestrator.Drivers.Coordination;
using Orchestrator.Enrolment;

namespace Orchestrator.Daemon.Http;

/// <summary>Responsible for what operators elsewhere may do. On the server itself the permissions of the socket have
/// decided already.</summary>
internal sealed partial class OperatorGate(RequestDelegate next, TimeProvider time, ILogger<OperatorGate> log)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!RemoteApi.IsUsedBy(context))
        {
            return next(context);
        }

        var certificate = context.Connection.ClientCertificate;
        if (OperatorIdentity.Of(certificate) is not { } who)
        {
            return RefuseAsync(context, "operator-unknown", "an operator's certificate is needed");
        }

        // The handshake was a while ago: a connection may stay open for days.
        if (time.GetUtcNow() > certificate!.NotAfter)
        {
            return RefuseAsync(context, "certificate-expired",
                $"the certificate of {who} has run out; pbm operator create makes another one");
        }

        switch (Believes(context, who))
        {
            case null:
                return RefuseAsync(context, "revocations-unknown",
                    "this server was started while the branch's store was away, and does not know who is revoked; "
                        + "call it on the server itself, or another server");
            case false:
                Log.Revoked(log, who, certificate.SerialNumber);
                return RefuseAsync(context, "operator-revoked", $"the certificate of {who} is revoked");
        }

        if (context.GetEndpoint() is not { } endpoint)
        {
            return next(context);
        }

        var route = (endpoint as RouteEndpoint)?.RoutePattern.RawText;
        var least = RouteRoles.LeastOf(context.Request.Method, route);
        if (least is { } role && who.Role >= role)
        {
            return next(context);
        }

        // Not in the audit log: there, refusals without end would push out what was done.
        Log.Refused(log, who, context.Request.Method, context.Request.Path, least?.Word() ?? "nobody elsewhere");
        return least is { } needed
            ? RefuseAsync(context, "role-missing", $"{who} may not do this; it needs the role {needed.Word()}")
            : RefuseAsync(context, "only-local", "this is served on the server itself only");
    }

    /// <summary>Whether the caller may hear more: its certificate may have been revoked while it follows
    /// something.</summary>
    public static bool IsStillBelieved(HttpContext context) => !RemoteApi.IsUsedBy(context)
        || (OperatorIdentity.Of(context.Connection.ClientCertificate) is { } who && Believes(context, who) == true);

    /// <returns>Null: nobody knows.</returns>
    private static bool? Believes(HttpContext context, OperatorIdentity who)
    {
        // Asked for here, because on the server itself nobody needs it.
        var ledger = context.RequestServices.GetRequiredService<IOperatorLedger>();
        var serial = context.Connection.ClientCertificate!.SerialNumber;
        return ledger.Revoked is { } revoked ? !revoked.Any(one => one.Covers(who.Name, serial)) : null;
    }

    private static Task RefuseAsync(HttpContext context, string code, string message)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsJsonAsync(
            new ErrorBody(code, message), ApiJson.Default.ErrorBody, cancellationToken: context.RequestAborted);
    }

    private static partial class Log
    {
        [LoggerMessage(6232, LogLevel.Warning, "{Operator} was refused: certificate {Serial} is revoked")]
        public static partial void Revoked(ILogger logger, OperatorIdentity @operator, string serial);

        [LoggerMessage(6231, LogLevel.Warning, "{Operator} was refused {Method} {Path}, which needs {Role}")]
        public static partial void Refused(
            ILogger logger, OperatorIdentity @operator, string method, PathString path, string role);
    }
}
