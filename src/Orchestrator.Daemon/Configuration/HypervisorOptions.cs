namespace Orchestrator.Daemon.Configuration;

/// <param name="Uri">libvirt's connection URI; default <c>qemu:///system</c>.</param>
/// <param name="StoragePool">libvirt's storage pool that holds the overlays.</param>
/// <param name="CallsInFlightMax">libvirt calls at one time, 1 to 64; each holds a thread.</param>
internal sealed record HypervisorOptions(string Uri, string StoragePool, int CallsInFlightMax);
