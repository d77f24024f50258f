using System.Globalization;
using Microsoft.Extensions.Hosting;
using Orchestrator.Daemon.Configuration;
using Orchestrator.Pool.Pools;

namespace Orchestrator.CrashingDaemon;

/// <summary>Gives the first pool the size that the file <c>&lt;journal&gt;.size</c> says: an operator's order that the
/// HTTP API does not take.</summary>
internal sealed class ResizeOrders(IPools pools, DaemonOptions options) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var file = options.Journal.Path + ".size";
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            if (File.Exists(file))
            {
                var size = int.Parse(
                    await File.ReadAllTextAsync(file, stoppingToken).ConfigureAwait(false),
                    CultureInfo.InvariantCulture);

                // First, so that a process that dies of the order does not give it to the next one.
                File.Delete(file);
                await ((IPoolOrders)pools).ResizeAsync(options.Pools[0].Settings.Name, size, stoppingToken)
                    .ConfigureAwait(false);
            }
        }
    }
}
