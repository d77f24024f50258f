using Microsoft.AspNetCore.Server.Kestrel.Core;
using Orchestrator.Contracts;
using Orchestrator.Daemon.Audit;
using Orchestrator.Daemon.Configuration;

namespace Orchestrator.Daemon.Http;

internal static class HttpServices
{
    // An operator, pbm and a dashboard use a handful; the API's answers are built from whole snapshots.
    private const int ConnectionsMax = 64;

    private const int RequestBodyBytesMax = 1024;

    /// <exception cref="StartException">The certificates for operators elsewhere cannot be read.</exception>
    public static void AddHttpApi(this IServiceCollection services, HttpOptions options)
    {
        services.AddOpenApi();
        services.ConfigureHttpJsonOptions(json =>
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default));
        var remote = options.Remote is { } elsewhere ? new RemoteApi(elsewhere) : null;
        services.AddOptions<KestrelServerOptions>().Configure<ILogger<RemoteApi>>((kestrel, log) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = ConnectionsMax;
            kestrel.Limits.MaxRequestBodySize = RequestBodyBytesMax;

            // Listening here, in code, overrides whatever address the environment asks for.
            kestrel.Listen(options.Address, options.Port);
            if (options.Socket is { } socket)
            {
                kestrel.ListenUnixSocket(socket);
            }

            remote?.Listen(kestrel, log);
        });
        services.AddSingleton(provider =>
            new AuditLog(options.AuditLog, provider.GetRequiredService<TimeProvider>()));
    }

    public static void UseHttpApi(this WebApplication host)
    {
        host.UseMiddleware<LocalCallersOnly>();
        host.UseMiddleware<OperatorGate>();
        host.MapApi();
    }
}
