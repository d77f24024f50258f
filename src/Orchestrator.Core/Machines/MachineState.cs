namespace Orchestrator.Core.Machines;

/// <summary>
/// What a machine is. One type a state, and each is made only from the state before it: <c>Cloning → Starting → Clean →
/// Offered → InUse → Dirty → Deleting → Gone</c>. There is no constructor and no method that leads from
/// <see cref="InUseMachine"/> or any later
/// state back to <see cref="CleanMachine"/>, so a used machine cannot be offered again by mistake.
/// </summary>
public abstract record MachineState
{
    private protected MachineState(MachineName name) => Name = name;

    public MachineName Name { get; }

    /// <summary>The state in the glossary's word, lower case.</summary>
    public abstract string Word { get; }

    /// <summary>The session that the machine is offered to or used by, or null.</summary>
    public virtual SessionClaim? Claim => null;

    /// <summary>A machine of which nothing exists yet.</summary>
    public static MachineState Ordered(MachineName name) => CloningMachine.Order(name);
}

/// <summary>A state in which the machine may still be made dirty: every one before
/// <see cref="DirtyMachine"/>.</summary>
public abstract record UnsoiledMachine : MachineState
{
    private protected UnsoiledMachine(MachineName name)
        : base(name)
    {
    }

    public DirtyMachine Soil(SoilReason reason) => new(this, reason);
}
