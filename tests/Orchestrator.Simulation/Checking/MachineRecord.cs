using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;
using Orchestrator.Pool.Persistence;

namespace Orchestrator.Simulation.Checking;

/// <summary>A machine: what the journal says of it, and what truly happened to it.</summary>
internal sealed class MachineRecord(string stream, MachineName name, Checker checker)
    : StateMirror<MachineState, MachineEvent>(stream, MachineState.Ordered(name), MachineCodec.Instance)
{
    public MachineName MachineName { get; } = name;

    /// <summary>Whom it was offered to last.</summary>
    public SessionClaim? LastClaim { get; set; }

    /// <summary>The session whose kiosk truly reached its console, or null.</summary>
    public SessionId? Served { get; set; }

    /// <summary>Whether anybody's connection truly reached its console through a path.</summary>
    public bool IsTouched { get; set; }

    /// <summary>Whether an operation that nobody waited for may have made it again.</summary>
    public bool HadLateEffect { get; set; }

    /// <summary>When a process that still lives was told that somebody connected past the relay; null: never.</summary>
    public DateTimeOffset? TamperingTold { get; set; }

    protected override MachineState Apply(MachineState state, MachineEvent @event) => Machine.Apply(state, @event);

    protected override void OnApplied(MachineState before, MachineEvent @event) =>
        checker.Machines.OnEvent(this, @event);
}
