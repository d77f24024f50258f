using Orchestrator.Core.Machines;

namespace Orchestrator.Pool.Machines;

/// <summary>
/// What the pool's inventory at its start shows of one slot's machine, which so needs none of its own: a thousand
/// machines that look one by one keep libvirt busy for minutes. It is good for one look; whoever restarts later looks
/// for himself.
/// </summary>
/// <param name="running">Machines whose domain ran.</param>
internal sealed class FirstSight(IReadOnlySet<MachineName> running)
{
    private IReadOnlySet<MachineName>? _running = running;

    /// <returns>False: it did not run, or this was looked at before.</returns>
    public bool TakeRunning(MachineName machine) =>
        Interlocked.Exchange(ref _running, null)?.Contains(machine) == true;
}
