using System.Net;
using Orchestrator.Contracts;

namespace Orchestrator.Daemon.Http;

/// <summary>
/// Responsible for keeping web pages out. The API listens on loopback, but a browser on this host reaches it for any
/// page: by a name that the page's owner points at 127.0.0.1 (DNS rebinding), and by posting across origins, which
/// needs no permission to be sent. Operators elsewhere name the host as they reach it: their certificate speaks for
/// them, but a browser that holds one must not lend it to a page either.
/// </summary>
internal sealed class LocalCallersOnly(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!RemoteApi.IsUsedBy(context) && !IsLoopback(request.Host.Host))
        {
            return RefuseAsync(context, "host-not-local",
                $"Host '{request.Host}' is not a loopback address; use 127.0.0.1");
        }

        var origin = request.Headers.Origin.ToString();
        var changes = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
        if (changes && origin.Length > 0 && origin != $"{request.Scheme}://{request.Host}")
        {
            return RefuseAsync(context, "origin-foreign",
                $"Origin '{origin}' is not this API's; call it without a browser");
        }

        return next(context);
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static Task RefuseAsync(HttpContext context, string code, string message)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsJsonAsync(
            new ErrorBody(code, message), ApiJson.Default.ErrorBody, cancellationToken: context.RequestAborted);
    }
}
