using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orchestrator.Actors;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Proofs;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Pool.Persistence;

namespace Orchestrator.Pool.Pools;

/// <summary>
/// Responsible for the proof that the hypervisor's machines, the journal's and the console paths are what the pool's
/// slots and sessions own. What has no owner in two rounds in a row is removed: in one round it may be on its way to or
/// from its owner. Without an inventory nothing is decided.
/// </summary>
internal sealed partial class JanitorActor(PoolEnvironment environment, IActorRef<PoolMessage> pool)
    : Actor<JanitorMessage>
{
    private readonly ILogger _log = environment.Loggers.CreateLogger<JanitorActor>();

    private ImmutableHashSet<Difference> _before = [];

    protected override void PreStart() => Rest();

    protected override void Receive(JanitorMessage message)
    {
        switch (message)
        {
            case StartSeen start:
                Sweep(0, Task.FromResult(start.Inventory));
                break;
            case SweepDue:
                Sweep(Context.Time.GetTimestamp(), TakeInventoryAsync());
                break;
            case WorldSeen seen:
                AskOwners(seen);
                break;
            case OwnersSeen seen:
                Compare(seen.World, seen.Owners);
                break;
            case Swept swept:
                OnSwept(swept);
                break;
            case SweepFailed failed:
                Log.SweepFailed(_log, failed.Error.Message);
                Rest();
                break;
        }
    }

    private void Rest() => Context.StartTimer(nameof(SweepDue), environment.Settings.JanitorInterval, new SweepDue());

    private void Sweep(long begunAt, Task<HypervisorInventory> inventory) =>
        Context.PipeToSelf(SeeWorldAsync(begunAt, inventory), seen => seen, error => new SweepFailed(error));

    private Task<HypervisorInventory> TakeInventoryAsync() => Deadline.WithinAsync(
        environment.Settings.InventoryDeadline,
        "the hypervisor's inventory",
        environment.Hypervisor.TakeInventoryAsync,
        Context.Time,
        Context.Stopping);

    private async Task<JanitorMessage> SeeWorldAsync(long begunAt, Task<HypervisorInventory> taking)
    {
        var stopping = Context.Stopping;
        var inventory = await taking.ConfigureAwait(false);
        var prefix = JournalStreams.MachinesOf(environment.Settings.Name);
        var streams = await environment.Journal.ListStreamsAsync(prefix, stopping).ConfigureAwait(false);
        var journaled = new HashSet<MachineName>();
        foreach (var stream in streams)
        {
            if (MachineName.TryParse(stream[prefix.Length..], out var name))
            {
                journaled.Add(name);
            }
        }

        return new WorldSeen(begunAt, inventory, journaled, environment.ConsolePath.Grants);
    }

    private void AskOwners(WorldSeen seen)
    {
        if (!pool.Tell(new GetOwners(new OwnersAnswer(Context.Self, seen))))
        {
            Rest();
        }
    }

    private void Compare(WorldSeen world, PoolOwners owners)
    {
        bool IsOurs(MachineName name) => name.Slot.Pool == environment.Settings.Name;
        var differences = SetProof.Compare(new ProofFindings(
            world.Inventory.All.Where(IsOurs).ToHashSet(),
            world.Inventory.RunningDomains,
            world.Journaled,
            world.Grants.Where(grant => grant.Remote is { } remote
                    ? IsOurs(remote.Machine)
                    : owners.Ports.Contains(grant.ConsolePort))
                .Select(grant => grant.Session).ToHashSet(),
            owners.Machines,
            owners.Sessions));
        List<Difference> removable = [.. differences.Intersect(_before).Where(IsRemovable)];
        _before = differences;
        if (removable.Count == 0)
        {
            OnSwept(new Swept(world, differences, [], []));
            return;
        }

        Context.PipeToSelf(
            RemoveAllAsync(world, differences, removable),
            swept => swept,
            error => new SweepFailed(error));
    }

    private void OnSwept(Swept swept)
    {
        pool.Tell(ProofOf(swept));
        Rest();
    }

    /// <summary>What is owned and missing is its owner's to mend.</summary>
    private static bool IsRemovable(Difference difference) => difference.Kind is
        DifferenceKind.UnownedMachine or DifferenceKind.UnownedStream or DifferenceKind.UnownedPath;

    private async Task<Swept> RemoveAllAsync(
        WorldSeen world, ImmutableHashSet<Difference> differences, IReadOnlyList<Difference> removable)
    {
        var left = new List<Difference>();
        foreach (var difference in Difference.InOrder(removable))
        {
            Log.Removing(_log, difference);
            try
            {
                await Deadline.WithinAsync(
                    environment.Settings.DeleteDeadline,
                    "removing it",
                    cancellation => RemoveAsync(difference, cancellation),
                    Context.Time,
                    Context.Stopping).ConfigureAwait(false);
            }
            catch (Exception error) when (!Context.Stopping.IsCancellationRequested)
            {
                // Whatever kept one thing from being removed must not keep the others.
                Log.Left(_log, difference, error.Message);
                left.Add(difference);
            }
        }

        return new Swept(world, differences, [.. removable.Except(left)], left);
    }

    private ProofMade ProofOf(Swept swept) => new(
        Context.Time.GetUtcNow(),
        swept.World.BegunAt,
        swept.Removed.Count == 0
            ? swept.World.Inventory.RunningDomains
            : [.. swept.World.Inventory.RunningDomains
                .Except(swept.Removed.Select(removed => removed.Machine).OfType<MachineName>())],
        swept.Differences,
        swept.Removed.Count,
        swept.Left);

    private Task RemoveAsync(Difference difference, CancellationToken cancellation) => difference.Kind switch
    {
        DifferenceKind.UnownedMachine =>
            environment.Hypervisor.EnsureAbsentAsync(difference.Machine!.Value, cancellation),
        DifferenceKind.UnownedStream =>
            environment.Journal.DeleteStreamAsync(JournalStreams.Of(difference.Machine!.Value), cancellation),
        _ => environment.ConsolePath.CloseAsync(difference.Session!.Value, cancellation).AsTask(),
    };

    private sealed class OwnersAnswer(IActorRef<JanitorMessage> janitor, WorldSeen world) : IReplyTo<PoolOwners>
    {
        public void Reply(PoolOwners value) => janitor.Tell(new OwnersSeen(world, value));

        public void Fail(Exception error) => janitor.Tell(new SweepFailed(error));
    }

    private static partial class Log
    {
        [LoggerMessage(5402, LogLevel.Warning, "the janitor's round failed and is repeated: {Detail}")]
        public static partial void SweepFailed(ILogger logger, string detail);

        [LoggerMessage(5403, LogLevel.Warning, "the janitor removes what has no owner: {Difference}")]
        public static partial void Removing(ILogger logger, Difference difference);

        [LoggerMessage(5404, LogLevel.Error, "the janitor could not remove what has no owner: {Difference}: {Detail}")]
        public static partial void Left(ILogger logger, Difference difference, string detail);
    }
}
