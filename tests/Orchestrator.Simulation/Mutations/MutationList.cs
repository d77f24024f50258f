using Orchestrator.Actors.Persistence;
using Orchestrator.Core.Machines;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Pool.Sessions;
using Orchestrator.Simulation.Branch;

namespace Orchestrator.Simulation.Mutations;

/// <summary>All mutations.</summary>
internal static class MutationList
{
    public static IReadOnlyList<Mutation> All { get; } =
    [
        .. OfJournal(), .. OfPath(), .. OfHypervisor(), .. OfClock(), .. OfSignals(),
    ];

    private static IEnumerable<Mutation> OfJournal()
    {
        yield return Journal("answer before the journal has it", real => new MutantJournal(real)
        {
            Append = (real, stream, after, entries) =>
            {
                _ = real.AppendAsync(stream, after, entries, CancellationToken.None);
                return Task.CompletedTask;
            },
        });
        yield return Journal("skip the journal of a machine's first console contact", real => new MutantJournal(real)
        {
            Append = (real, stream, after, entries) =>
                entries[0].Manifest.StartsWith("MachineConnected", StringComparison.Ordinal)
                ? Task.CompletedTask
                : real.AppendAsync(stream, after, entries, CancellationToken.None),
        });
        yield return Journal("recover without the last event", real => new MutantJournal(real)
        {
            Read = async (real, stream) =>
            {
                var replay = await real.ReadAsync(stream, CancellationToken.None).ConfigureAwait(false);
                return replay.Events.Count == 0
                    ? replay
                    : new JournalReplay(replay.Snapshot, [.. replay.Events.SkipLast(1)], replay.Sequence);
            },
        });
        yield return Journal("leave the streams of machines that are gone", real => new MutantJournal(real)
        {
            Delete = (real, stream) => stream.StartsWith("machine/", StringComparison.Ordinal)
                ? Task.CompletedTask
                : real.DeleteStreamAsync(stream, CancellationToken.None),
        });
        yield return Journal("delete the stream of a machine that is in its slot", real => new MutantJournal(real)
        {
            Append = async (real, stream, after, entries) =>
            {
                await real.AppendAsync(stream, after, entries, CancellationToken.None).ConfigureAwait(false);
                if (entries[0].Manifest.StartsWith("MachineBecameReady", StringComparison.Ordinal))
                {
                    await real.DeleteStreamAsync(stream, CancellationToken.None).ConfigureAwait(false);
                }
            },
        });
    }

    private static IEnumerable<Mutation> OfPath()
    {
        var blind = Path("reuse a touched machine", real => new MutantPath(real)
        {
            Tells = @event => @event is not ConsoleTouched,
            Close = async (real, session) =>
            {
                var closing = await real.CloseAsync(session, CancellationToken.None).ConfigureAwait(false);
                return closing with { Touched = false };
            },
        });
        yield return blind with
        {
            Wrappers = blind.Wrappers with
            {
                Hypervisor = (_, real) => new MutantHypervisor(real)
                {
                    Tells = @event => @event is not ConsoleChannelOpened,
                },
            },
        };
        yield return Path("forget to close the path", real => new MutantPath(real)
        {
            Close = (real, session) => ValueTask.FromResult(new ConsoleClosing(true, 0)),
        });
        yield return Path("open the path to the next slot", real => new MutantPath(real)
        {
            Granting = grant => grant with { ConsolePort = grant.ConsolePort + 1 },
        });
    }

    private static IEnumerable<Mutation> OfHypervisor()
    {
        yield return Hypervisor("call a machine gone without deleting it", (_, real) => new MutantHypervisor(real)
        {
            Delete = (_, _, _) => Task.CompletedTask,
        });
        yield return Hypervisor("do not look for what has no owner", (world, real) => new MutantHypervisor(real)
        {
            Inventory = async (real, cancellation) =>
            {
                var inventory = await real.TakeInventoryAsync(cancellation).ConfigureAwait(false);
                HashSet<MachineName> Owned(IEnumerable<MachineName> names) =>
                    names.Where(world.Checker.Records.Machines.ContainsKey).ToHashSet();
                return new HypervisorInventory(
                    Owned(inventory.RunningDomains), Owned(inventory.StoppedDomains), Owned(inventory.Overlays));
            },
        });
        yield return Hypervisor("do not heed the hypervisor's console channels", (_, real) => new MutantHypervisor(real)
        {
            Tells = @event => @event is not ConsoleChannelOpened,
        });
        yield return Hypervisor("call a machine cloned that is not", (_, real) => new MutantHypervisor(real)
        {
            Clone = (_, _, _) => Task.CompletedTask,
        });
    }

    private static IEnumerable<Mutation> OfClock()
    {
        yield return Clock("ignore the deadlines of clones and deletions", (world, _, due) =>
            due == world.Plan.Settings.CloneDeadline || due == world.Plan.Settings.DeleteDeadline);
        yield return Clock("drop the restart of a stuck delete", (_, state, _) => state?.GetType().Name == "Begin");
        yield return Clock("never end an idle session", (world, _, due) => due == world.Plan.Settings.IdleTimeout);
        yield return Clock("do not probe a guest again", (world, _, due) =>
            due == world.Plan.Settings.ReadinessInterval || due == world.Plan.Settings.ReadinessDeadline);
        yield return Clock("leave a quarantined slot for good", (world, _, due) =>
            due >= world.Plan.Settings.QuarantineRest && due <= world.Plan.Settings.QuarantineRestMax);
    }

    private static IEnumerable<Mutation> OfSignals()
    {
        yield return Signals("forget every tenth signal", (world, line, pass) =>
        {
            if (!world.Random.Chance(0.1))
            {
                pass(line);
            }
        });
        yield return Signals("let half of the kiosks go first", (world, line, pass) =>
        {
            if (world.Random.Chance(0.5))
            {
                pass(line);
            }
            else
            {
                world.Later(TimeSpan.FromSeconds(5), () => pass(line));
            }
        });
    }

    private static Mutation Journal(string name, Func<IJournal, IJournal> make) =>
        new(name, new DriverWrappers { Journal = (_, real) => make(real) });

    private static Mutation Path(string name, Func<IConsolePath, IConsolePath> make) =>
        new(name, new DriverWrappers { Path = (_, real) => make(real) });

    private static Mutation Hypervisor(string name, Func<World, IHypervisor, IHypervisor> make) =>
        new(name, new DriverWrappers { Hypervisor = make });

    private static Mutation Clock(string name, Func<World, object?, TimeSpan, bool> forgets) => new(
        name,
        new DriverWrappers
        {
            Clock = (world, real) => new MutantClock(real, (state, due) => forgets(world, state, due)),
        });

    private static Mutation Signals(string name, Action<World, ISignalLine, Action<ISignalLine>> pass) =>
        new(name, new DriverWrappers { Signal = pass });
}
