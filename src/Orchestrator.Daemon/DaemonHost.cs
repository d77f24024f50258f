using Orchestrator.Daemon.Configuration;

namespace Orchestrator.Daemon;

/// <summary>Responsible for the process: host, log, and prompt ends.</summary>
internal static class DaemonHost
{
    public static async Task RunAsync(DaemonOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(options);
        await using var host = builder.Build();
        await host.RunAsync().ConfigureAwait(false);
    }
}
