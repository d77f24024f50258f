using Orchestrator.Core.Machines;

namespace Orchestrator.Drivers.Hypervisor;

/// <summary>
/// The virtual machines of one node. Effects are convergent: repeating one after a crash is harmless. Every failure is
/// a <see cref="HypervisorException"/> whose <see cref="HypervisorFault"/> says who failed; cancellation stays
/// <see cref="OperationCanceledException"/>. No call blocks the calling thread.
/// </summary>
/// <remarks>
/// The contract, by number; the contract suite names these numbers:
/// <list type="number">
/// <item>After <see cref="CloneAsync"/> returned, the inventory lists the machine's domain as running, and its
/// overlay.</item>
/// <item>Cloning a machine whose domain already runs changes nothing and succeeds.</item>
/// <item>A clone that fails leaves neither domain nor overlay behind.</item>
/// <item>After <see cref="EnsureAbsentAsync"/> returned, the inventory lists neither domain nor overlay; this was
/// verified, not assumed.</item>
/// <item><see cref="EnsureAbsentAsync"/> of a machine that never was succeeds.</item>
/// <item>A golden image that is missing, running, damaged, of an unknown format, writable by another domain or no
/// longer the recorded one fails the
/// inspection and the clone with the fault of that name, and nothing is created.</item>
/// <item>The inventory lists everything of ours, and nothing else: what somebody else made is not listed, whatever its
/// name.</item>
/// <item>A domain that stops, for whatever reason, is reported by a <see cref="MachineStopped"/> event exactly for its
/// machine.</item>
/// <item>A guest agent that does not answer is <c>false</c>, not an exception; a machine that does not run is a
/// fault.</item>
/// <item>A SPICE port that somebody else holds fails the clone with
/// <see cref="HypervisorFault.ConsolePortTaken"/>.</item>
/// <item>While the hypervisor cannot be reached, every call fails with <see cref="HypervisorFault.Unreachable"/>; once
/// it is back, <see cref="HypervisorReconnected"/> is reported, because events may have been missed in between.</item>
/// <item><see cref="MeasureHostAsync"/> gives the golden domain's memory, and an available memory above nothing and at
/// most the total; a golden domain that is missing is <see cref="HypervisorFault.GoldenImageMissing"/>. One that runs
/// or is damaged can be measured all the same.</item>
/// <item>A domain that somebody else made under a machine's name is never touched: cloning that machine and
/// <see cref="EnsureAbsentAsync"/> fail with <see cref="HypervisorFault.NotOurs"/> and leave it as it is.</item>
/// </list>
/// </remarks>
public interface IHypervisor : IAsyncDisposable
{
    /// <summary>All domains and overlays of ours, whatever pool they belong to.</summary>
    Task<HypervisorInventory> TakeInventoryAsync(CancellationToken cancellation);

    /// <summary>
    /// Checks that the golden image may be cloned: its domain is shut off, its disk healthy (<c>qemu-img check</c>),
    /// writable by no other domain and, when <paramref name="recorded"/> is given, unchanged since then.
    /// </summary>
    /// <param name="goldenImage">Name of the golden domain.</param>
    /// <param name="recorded">The identity at the pool's first clone, or null to take it now, hash included.</param>
    /// <param name="cancellation">Ends the wait, not the work.</param>
    /// <returns>The identity: <paramref name="recorded"/> itself, or the one taken now.</returns>
    Task<GoldenImageIdentity> InspectGoldenImageAsync(
        string goldenImage, GoldenImageIdentity? recorded, CancellationToken cancellation);

    /// <summary>Makes the overlay on the golden image's disk and starts the machine as a transient domain.</summary>
    Task CloneAsync(CloneOrder order, CancellationToken cancellation);

    /// <summary>Destroys the domain, deletes the overlay and verifies that both are gone.</summary>
    Task EnsureAbsentAsync(MachineName machine, CancellationToken cancellation);

    /// <summary>Whether the guest agent answers a ping within a second or so.</summary>
    Task<bool> PingAgentAsync(MachineName machine, CancellationToken cancellation);

    /// <summary>Measures the host's memory, and what a machine of this golden domain takes of it.</summary>
    Task<HostMeasurement> MeasureHostAsync(string goldenImage, CancellationToken cancellation);

    /// <summary>Calls <paramref name="observer"/> for every event from now on, on a thread of the driver; it must not
    /// block.</summary>
    IDisposable Subscribe(Action<HypervisorEvent> observer);
}
