namespace Orchestrator.Core.Machines;

/// <summary>Its overlay and domain are to be made, or are being made.</summary>
public sealed record CloningMachine : UnsoiledMachine
{
    private CloningMachine(MachineName name, bool begun)
        : base(name) => Begun = begun;

    /// <summary>Whether the clone operation may have left anything behind.</summary>
    public bool Begun { get; }

    public override string Word => "cloning";

    public CloningMachine Begin() => new(Name, begun: true);

    public StartingMachine Start() => new(this);

    internal static CloningMachine Order(MachineName name) => new(name, begun: false);
}

/// <summary>Its domain runs; its guest is not proved ready.</summary>
public sealed record StartingMachine : UnsoiledMachine
{
    internal StartingMachine(CloningMachine cloned)
        : base(cloned.Name)
    {
    }

    public override string Word => "starting";

    public CleanMachine BecomeReady() => new(this);
}

/// <summary>It waits for a kiosk; nobody has ever been connected to its console.</summary>
public sealed record CleanMachine : UnsoiledMachine
{
    internal CleanMachine(StartingMachine ready)
        : base(ready.Name)
    {
    }

    internal CleanMachine(OfferedMachine withdrawn, UntouchedConsole proof)
        : base(withdrawn.Name)
    {
        ArgumentNullException.ThrowIfNull(proof);
        Offers = withdrawn.Offers;
    }

    /// <summary>How often it was offered before.</summary>
    public int Offers { get; }

    public override string Word => "clean";

    public OfferedMachine Offer(SessionClaim claim) => new(this, claim);
}

/// <summary>One kiosk may connect to it; nobody is known to have done so.</summary>
public sealed record OfferedMachine : UnsoiledMachine
{
    internal OfferedMachine(CleanMachine clean, SessionClaim claim)
        : base(clean.Name)
    {
        Claim = claim;
        Offers = clean.Offers + 1;
    }

    /// <summary>How often it was offered, this time included.</summary>
    public int Offers { get; }

    public override SessionClaim Claim { get; }

    public override string Word => "offered";

    public InUseMachine Connect() => new(this);

    public CleanMachine Withdraw(UntouchedConsole proof) => new(this, proof);
}

/// <summary>Its console has been touched. From here the way leads only to its end.</summary>
public sealed record InUseMachine : UnsoiledMachine
{
    internal InUseMachine(OfferedMachine touched)
        : base(touched.Name) => Claim = touched.Claim;

    public override SessionClaim Claim { get; }

    public override string Word => "inUse";
}

/// <summary>It is not to be given to anybody.</summary>
public sealed record DirtyMachine : MachineState
{
    internal DirtyMachine(UnsoiledMachine before, SoilReason reason)
        : base(before.Name)
    {
        Reason = reason;
        Claim = before.Claim;
    }

    public SoilReason Reason { get; }

    public override SessionClaim? Claim { get; }

    public override string Word => "dirty";

    public DeletingMachine Delete() => new(this);
}

/// <summary>Its domain and overlay are being removed.</summary>
public sealed record DeletingMachine : MachineState
{
    internal DeletingMachine(DirtyMachine dirty)
        : base(dirty.Name)
    {
        Reason = dirty.Reason;
        Claim = dirty.Claim;
    }

    public SoilReason Reason { get; }

    public override SessionClaim? Claim { get; }

    public override string Word => "deleting";

    public GoneMachine Vanish() => new(this);
}

/// <summary>Domain and overlay were verified to be gone.</summary>
public sealed record GoneMachine : MachineState
{
    internal GoneMachine(DeletingMachine deleted)
        : base(deleted.Name) => Reason = deleted.Reason;

    public SoilReason Reason { get; }

    public override string Word => "gone";
}
