using System.Globalization;
using Microsoft.Extensions.Hosting;
using Orchestrator.Core.Slots;
using Orchestrator.Daemon.Configuration;
using Orchestrator.Pool.Pools;

namespace Orchestrator.CrashingDaemon;

/// <summary>Carries out the order in the file <c>&lt;journal&gt;.operator</c>: <c>resize SIZE</c> of the first pool,
/// <c>hold PORT</c> or <c>release PORT</c> of a slot of it. The HTTP API does not take these orders.</summary>
internal sealed class OperatorOrders(IPools pools, DaemonOptions options) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var file = options.Journal.Path + ".operator";
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            if (File.Exists(file))
            {
                var words = (await File.ReadAllTextAsync(file, stoppingToken).ConfigureAwait(false)).Split(' ');

                // First, so that a process that dies of the order does not give it to the next one.
                File.Delete(file);
                var number = int.Parse(words[1], CultureInfo.InvariantCulture);
                while ((await CarryOutAsync(words[0], number, stoppingToken).ConfigureAwait(false)).Verdict
                    != OperatorVerdict.Done)
                {
                    // A pool that has just begun to start takes no orders yet.
                    await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false);
                }
            }
        }
    }

    private Task<OperatorAnswer> CarryOutAsync(string verb, int number, CancellationToken cancellation)
    {
        var orders = (IPoolOrders)pools;
        var pool = options.Pools[0].Settings.Name;
        return verb switch
        {
            "resize" => orders.ResizeAsync(pool, number, cancellation),
            "hold" => orders.QuarantineAsync(new SlotId(pool, number), "held by a test", cancellation),
            "release" => orders.ReleaseAsync(new SlotId(pool, number), cancellation),
            _ => throw new FormatException($"'{verb}' is no order: resize|hold|release <number>"),
        };
    }
}
