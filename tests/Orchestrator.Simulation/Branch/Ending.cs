using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;
using Orchestrator.Simulation.Checking;
using Orchestrator.Testing.Hypervisor;
using Orchestrator.Testing.Journal;

namespace Orchestrator.Simulation.Branch;

/// <summary>
/// The end of a run: faults are over, nobody new comes, and within bounded time the pool is full, nothing is left over
/// and everybody who waited was served or told.
/// </summary>
internal sealed class Ending(
    World world, InMemoryJournal journal, SimulatedHypervisor twin, Outside outside, Operator @operator)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    private DateTimeOffset _latest;

    public bool IsOver { get; private set; }

    /// <summary>Longest healing: a slot rests, its machine is stuck several times over, every kiosk vanished.</summary>
    private TimeSpan HealingMax => TimeSpan.FromMinutes(15) + (3 * world.Plan.Settings.QuarantineRestMax)
        + (3 * world.Plan.Settings.IdleTimeout) + (5 * world.Plan.Settings.CloneDeadline);

    public void Begin()
    {
        world.IsCalm = true;
        world.IsClosing = true;
        _latest = world.Now + HealingMax;
        if (world.Trace.IsWritten)
        {
            world.Trace.Write("faults are over, nobody new comes");
        }

        outside.ReturnHypervisor();
        world.Events.ReconnectNow();
        Look();
    }

    private void Look()
    {
        @operator.Restore();
        var wrong = Wrong().FirstOrDefault();
        if (wrong is null)
        {
            IsOver = true;
        }
        else if (world.Now > _latest)
        {
            world.Checker.Fail(Rules.Heals, string.Join("; ", Wrong()));
        }
        else
        {
            world.Later(LookInterval, Look);
        }
    }

    private IEnumerable<string> Wrong()
    {
        var records = world.Checker.Records;
        var clean = records.Machines.Values.Where(machine => machine.State is CleanMachine)
            .Select(machine => machine.MachineName).ToHashSet();
        if (world.Process is null)
        {
            yield return "the process does not run";
        }

        foreach (var line in world.Checker.Serving.Waiting)
        {
            yield return $"{line} waits";
        }

        if (clean.Count != world.Plan.Settings.Size)
        {
            yield return $"{clean.Count} of {world.Plan.Settings.Size} machines are clean: "
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

        foreach (var text in LeftOver(clean))
        {
            yield return text;
        }
    }

    private IEnumerable<string> LeftOver(HashSet<MachineName> clean)
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
