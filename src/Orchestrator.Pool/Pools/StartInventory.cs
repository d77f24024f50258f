using Orchestrator.Drivers.Hypervisor;

namespace Orchestrator.Pool.Pools;

/// <summary>
/// Responsible for one inventory at the start of a node's pools: each would list all machines of all. Who asks while
/// one is being taken gets that one: from before his asking it can show nothing that he has changed, because he has not
/// begun, and of what stopped since he hears by its event.
/// </summary>
internal sealed class StartInventory(IHypervisor hypervisor)
{
    private Lazy<Task<HypervisorInventory>>? _taking;

    public async Task<HypervisorInventory> TakeAsync(CancellationToken cancellation)
    {
        // Nobody's cancellation ends it: he would end it for the others.
        var another = new Lazy<Task<HypervisorInventory>>(
            () => hypervisor.TakeInventoryAsync(CancellationToken.None));
        var taking = Interlocked.CompareExchange(ref _taking, another, null) ?? another;
        try
        {
            return await taking.Value.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            // Over, or nobody knows whether it ever will be: the next to ask gets another one.
            Interlocked.CompareExchange(ref _taking, null, taking);
        }
    }
}
