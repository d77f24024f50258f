using Orchestrator.Libvirt.Calls;

namespace Orchestrator.Daemon.Configuration;

/// <param name="Uri">libvirt's connection URI; default <c>qemu:///system</c>.</param>
/// <param name="StoragePool">libvirt's storage pool that holds the overlays.</param>
/// <param name="CallsInFlightMax">libvirt calls at one time, 1 to 64; each holds a thread.</param>
/// <param name="CallDeadlines">How long one libvirt call of each kind may take, each 1 s to 1 h.</param>
internal sealed record HypervisorOptions(
    string Uri, string StoragePool, int CallsInFlightMax, CallDeadlines CallDeadlines);
