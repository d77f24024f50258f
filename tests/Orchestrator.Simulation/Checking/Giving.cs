using Orchestrator.Core.Machines;

namespace Orchestrator.Simulation.Checking;

/// <summary>A machine that the pool decided to give to a session.</summary>
/// <param name="machine">The machine.</param>
/// <param name="givenAt">The decision's number: the pool's decisions stand in one order.</param>
internal sealed class Giving(MachineName machine, long givenAt)
{
    public MachineName Machine { get; } = machine;

    public long GivenAt { get; } = givenAt;

    /// <summary>When the pool heard that the machine had died before it was offered; 0: it did not.</summary>
    public long LostAt { get; set; }
}
