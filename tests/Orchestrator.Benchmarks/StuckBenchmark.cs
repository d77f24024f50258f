using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Libvirt;
using Orchestrator.Libvirt.Calls;
using Orchestrator.Testing.Branch;
using Orchestrator.Testing.Hypervisor;

namespace Orchestrator.Benchmarks;

/// <summary>
/// How late the driver tells of a call that is stuck: real calls to a libvirtd that is stopped in the middle of its
/// work, from the call's deadline to its failure.
/// </summary>
internal static class StuckBenchmark
{
    private const int Rounds = 40;
    private const int CallsAtOnce = 3;

    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(500);

    public static async Task<object> RunAsync()
    {
        var late = new Samples();
        var options = new LibvirtOptions { CallDeadlines = new CallDeadlines { List = Deadline } };
        await using var hypervisor = LibvirtHypervisor.Start(
            options, TimeProvider.System, NullLogger<LibvirtHypervisor>.Instance);
        for (var round = 0; round < Rounds; round++)
        {
            // Until it answers again, the threads of the round before are not free.
            await Eventually.SeeAsync("an answer of libvirt", () => AnswersAsync(hypervisor), answers => answers);
            await LibvirtDaemon.HangAsync();
            try
            {
                var calls = Enumerable.Range(0, CallsAtOnce).Select(_ => LateAsync(hypervisor));
                foreach (var one in await Task.WhenAll(calls))
                {
                    late.Add(one);
                }
            }
            finally
            {
                await LibvirtDaemon.GoOnAsync();
            }
        }

        return new
        {
            calls = late.Count,
            deadlineMs = Deadline.TotalMilliseconds,
            lateP50Ms = late.Median,
            lateP99Ms = late.P99,
            lateMaxMs = late.Max,
        };
    }

    private static async Task<TimeSpan> LateAsync(LibvirtHypervisor hypervisor)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await hypervisor.TakeInventoryAsync(CancellationToken.None);
        }
        catch (HypervisorException error) when (error.Fault == HypervisorFault.Overdue)
        {
            return Stopwatch.GetElapsedTime(started) - Deadline;
        }

        throw new InvalidOperationException("a libvirtd that is stopped has answered");
    }

    private static async Task<bool> AnswersAsync(LibvirtHypervisor hypervisor)
    {
        try
        {
            await Task.WhenAll(Enumerable.Range(0, CallsAtOnce + 1).Select(
                _ => hypervisor.TakeInventoryAsync(CancellationToken.None)));
            return true;
        }
        catch (HypervisorException)
        {
            return false;
        }
    }
}
