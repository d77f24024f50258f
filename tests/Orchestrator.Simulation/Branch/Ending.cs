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
        if (world.Process is null)
        {
            yield return "the process does not run";
        }

        foreach (var text in LeftOvers.Of(world, journal, twin, world.Plan.Settings.Size))
        {
            yield return text;
        }
    }
}
