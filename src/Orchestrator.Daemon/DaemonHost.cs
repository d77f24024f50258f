using System.Net.Sockets;
using Microsoft.Extensions.Logging.Console;
using Orchestrator.Daemon.Branch;
using Orchestrator.Daemon.Configuration;
using Orchestrator.Daemon.Http;
using Orchestrator.Daemon.Logs;

namespace Orchestrator.Daemon;

/// <summary>Responsible for the process: host, log, and prompt ends.</summary>
internal static class DaemonHost
{
    // Nothing waits for the stop to be orderly: the journal holds what matters, and the next start converges.
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(2);

    /// <param name="options">The configuration.</param>
    /// <param name="replace">Adds what stands in the place of the daemon's own parts.</param>
    /// <exception cref="StartException">The daemon cannot start; nothing is left running.</exception>
    public static async Task RunAsync(DaemonOptions options, Action<IServiceCollection>? replace = null)
    {
        await using var host = Build(services =>
        {
            replace?.Invoke(services);
            services.AddBranch(options);
        });
        ApiSocket? socket = null;
        try
        {
            socket = options.Http.Socket is { } path ? new ApiSocket(path) : null;
            socket?.Prepare();
            await host.StartAsync().ConfigureAwait(false);
            socket?.Open();
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            throw new StartException(
                $"{Doors(options.Http)} cannot be opened: {fault.Message}; change http.port or socket", fault);
        }

        await host.WaitForShutdownAsync().ConfigureAwait(false);
    }

    private static string Doors(HttpOptions http) =>
        $"http port {http.Address}:{http.Port}"
        + (http.Remote is { } remote ? $", http.remote port {remote.Address}:{remote.Port}" : "")
        + (http.Socket is { } socket ? $" or socket {socket}" : "");

    public static WebApplication Build(Action<IServiceCollection> compose)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            // The API document is titled by it, whatever process hosts it.
            ApplicationName = typeof(DaemonHost).Assembly.GetName().Name,
        });
        AddLog(builder.Logging);
        builder.Services.AddSingleton<RecentLog>();
        builder.Services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<RecentLog>());
        compose(builder.Services);
        builder.Services.Configure<ConsoleLifetimeOptions>(lifetime => lifetime.SuppressStatusMessages = true);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopMax);
        var host = builder.Build();
        host.UseHttpApi();
        return host;
    }

    private static void AddLog(ILoggingBuilder log)
    {
        log.ClearProviders();
        log.SetMinimumLevel(LogLevel.Information);

        // One line a request would bury the lines about machines and sessions.
        log.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

        // Whoever starts the host says in one line why it failed; the host would add a page of frames.
        log.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        log.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.ColorBehavior =
                Console.IsOutputRedirected ? LoggerColorBehavior.Disabled : LoggerColorBehavior.Default;
        });
    }
}
