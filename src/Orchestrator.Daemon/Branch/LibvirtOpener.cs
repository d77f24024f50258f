using Orchestrator.Daemon.Configuration;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Libvirt;

namespace Orchestrator.Daemon.Branch;

/// <summary>Libvirt, what every server runs.</summary>
internal static class LibvirtOpener
{
    public static IHypervisor Open(HypervisorOptions options, TimeProvider time, ILoggerFactory loggers) =>
        LibvirtHypervisor.Start(
            new LibvirtOptions
            {
                Uri = options.Uri,
                StoragePool = options.StoragePool,
                CallsInFlightMax = options.CallsInFlightMax,
                CallDeadlines = options.CallDeadlines,
            },
            time,
            loggers.CreateLogger<LibvirtHypervisor>());
}
