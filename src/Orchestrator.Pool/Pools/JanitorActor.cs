using Microsoft.Extensions.Logging;
using Orchestrator.Actors;
using Orchestrator.Core.Machines;
using Orchestrator.Drivers.Hypervisor;

namespace Orchestrator.Pool.Pools;

/// <summary>
/// Responsible for the proof that what exists under the pool's name is what its slots own. What has no owner (a late
/// answer of an abandoned clone, say) is deleted. Without an inventory it does nothing.
/// </summary>
internal sealed partial class JanitorActor(PoolEnvironment environment, IActorRef<PoolMessage> pool)
    : Actor<JanitorMessage>
{
    private readonly ILogger _log = environment.Loggers.CreateLogger<JanitorActor>();

    protected override void PreStart() => Sweep();

    protected override void Receive(JanitorMessage message)
    {
        switch (message)
        {
            case SweepDue:
                Sweep();
                break;
            case InventorySeen seen:
                AskOwners(seen.Inventory);
                break;
            case OwnersSeen seen:
                Context.PipeToSelf(
                    DeleteAllAsync([.. seen.Existing.Where(name => !seen.Owned.Contains(name))]),
                    swept => swept,
                    error => new SweepFailed(error));
                break;
            case Swept swept:
                pool.Tell(new OrphansCounted(swept.Found, swept.Left));
                Rest();
                break;
            case SweepFailed failed:
                Log.SweepFailed(_log, failed.Error.Message);
                Rest();
                break;
        }
    }

    private void Rest() => Context.StartTimer(nameof(SweepDue), environment.Settings.JanitorInterval, new SweepDue());

    private void Sweep() => Context.PipeToSelf(
        Deadline.WithinAsync(
            environment.Settings.InventoryDeadline,
            "the hypervisor's inventory",
            environment.Hypervisor.TakeInventoryAsync,
            Context.Time,
            Context.Stopping),
        inventory => new InventorySeen(inventory),
        error => new SweepFailed(error));

    /// <summary>
    /// The owners are asked after the inventory: a machine that is ordered after it is not in it, and one that is in it
    /// had its owner by then.
    /// </summary>
    private void AskOwners(HypervisorInventory inventory)
    {
        var names = inventory.All.Where(name => name.Slot.Pool == environment.Settings.Name).ToList();
        if (!pool.Tell(new GetOwnedMachines(new OwnersAnswer(Context.Self, names))))
        {
            Rest();
        }
    }

    private async Task<Swept> DeleteAllAsync(IReadOnlyList<MachineName> orphans)
    {
        var left = 0;
        foreach (var orphan in orphans)
        {
            left += await DeleteAsync(orphan).ConfigureAwait(false) ? 0 : 1;
        }

        return new Swept(orphans.Count, left);
    }

    private async Task<bool> DeleteAsync(MachineName orphan)
    {
        Log.Orphan(_log, orphan);
        try
        {
            await Deadline.WithinAsync(
                environment.Settings.DeleteDeadline,
                "deleting it",
                cancellation => environment.Hypervisor.EnsureAbsentAsync(orphan, cancellation),
                Context.Time,
                Context.Stopping).ConfigureAwait(false);
            return true;
        }
        catch (Exception error) when (error is HypervisorException or DeadlinePassedException)
        {
            Log.OrphanLeft(_log, orphan, error.Message);
            return false;
        }
    }

    private sealed class OwnersAnswer(IActorRef<JanitorMessage> janitor, IReadOnlyList<MachineName> existing)
        : IReplyTo<IReadOnlySet<MachineName>>
    {
        public void Reply(IReadOnlySet<MachineName> value) => janitor.Tell(new OwnersSeen(existing, value));

        public void Fail(Exception error) => janitor.Tell(new SweepFailed(error));
    }

    private static partial class Log
    {
        [LoggerMessage(5400, LogLevel.Warning, "machine {MachineName} has no owner and is deleted")]
        public static partial void Orphan(ILogger logger, MachineName machineName);

        [LoggerMessage(5401, LogLevel.Error, "machine {MachineName} has no owner and could not be deleted: {Detail}")]
        public static partial void OrphanLeft(ILogger logger, MachineName machineName, string detail);

        [LoggerMessage(5402, LogLevel.Warning, "the janitor's round failed and is repeated: {Detail}")]
        public static partial void SweepFailed(ILogger logger, string detail);
    }
}
