using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;
using Orchestrator.Simulation.Checking;
using Orchestrator.Testing.Hypervisor;
using Orchestrator.Testing.Journal;

namespace Orchestrator.Simulation.Branch;

/// <summary>What keeps a server from being well: its pool is not full, somebody waits, something is left
/// over.</summary>
internal static class LeftOvers
{
    /// <param name="world">The server.</param>
    /// <param name="journal">Its journal.</param>
    /// <param name="twin">What truly runs on it.</param>
    /// <param name="size">Clean machines that it should have.</param>
    public static IEnumerable<string> Of(World world, InMemoryJournal journal, SimulatedHypervisor twin, int size)
    {
        var records = world.Checker.Records;
        var clean = records.Machines.Values.Where(machine => machine.State is CleanMachine)
            .Select(machine => machine.MachineName).ToHashSet();
        foreach (var line in world.Checker.Serving.Waiting)
        {
            yield return $"{line} waits";
        }

        if (clean.Count != size)
        {
            yield return $"{clean.Count} of {size} machines are clean: "
                + string.Join(", ", records.Slots.Values.Select(slot => slot.State));
        }

        foreach (var machine in clean.Where(machine => !world.Guests.IsReady(machine.Slot.ConsolePort, world.Now)))
        {
            yield return $"machine {machine} is clean by its journal and cannot be used";
        }

        foreach (var path in world.Checker.Paths.Open)
        {
            yield return $"{path.Grant} is left open";
        }

        foreach (var text in Things(world, journal, twin, clean))
        {
            yield return text;
        }
    }

    private static IEnumerable<string> Things(
        World world, InMemoryJournal journal, SimulatedHypervisor twin, HashSet<MachineName> clean)
    {
        foreach (var name in twin.Running.Where(name => !clean.Contains(name)))
        {
            yield return $"domain {name} is left over";
        }

        foreach (var name in twin.Overlays.Where(name => !clean.Contains(name)))
        {
            yield return $"overlay {name} is left over";
        }

        foreach (var stream in journal.ListStreamsAsync("machine/", CancellationToken.None).Result
            .Where(stream => world.Checker.Records.Find(stream) is not MachineRecord { State: CleanMachine }))
        {
            yield return $"stream {stream} is left over";
        }

        var sessions = world.Checker.Records.Sessions.Values.Where(session => session.Sequence > 0).ToList();
        foreach (var session in sessions.Where(session => session.State is not EndedSession ended
            || ended is { Machine: not null, MachineGoneAt: null }))
        {
            yield return $"session {session.Id} is not over: {session.State}";
        }

        if (sessions.Count > world.Plan.Settings.EndedSessionsKept)
        {
            yield return $"{sessions.Count} sessions are kept, {world.Plan.Settings.EndedSessionsKept} may be";
        }
    }
}
