namespace Orchestrator.Core.Machines;

/// <summary>The rules of a machine's life: what a command leads to in a state, and what an event makes of a
/// state.</summary>
public static class Machine
{
    /// <summary>
    /// A machine that was offered and withdrawn this often is replaced: the journal of one machine stays short, and
    /// nothing waits warm for ever.
    /// </summary>
    public const int OffersMax = 64;

    public static Decision<MachineEvent> Decide(MachineState state, MachineCommand command) => (state, command) switch
    {
        (CloningMachine { Begun: false }, BeginClone) => Accept(new CloneBegun()),
        (CloningMachine { Begun: true }, ReportStarted) => Accept(new MachineStarted()),
        (StartingMachine, ReportReady) => Accept(new MachineBecameReady()),
        (_, OfferMachine offer) => DecideOffer(state, offer.Claim),
        (_, WithdrawOffer withdrawal) => DecideWithdrawal(state, withdrawal),
        (_, ReportConnected connected) => DecideConnected(state, connected),
        (UnsoiledMachine, SoilMachine soil) => Accept(new MachineSoiled(soil.Reason), new DeletionBegun()),

        // The second one to say that a machine is dirty is right as well.
        (not UnsoiledMachine, SoilMachine) => Accept(),
        (DirtyMachine, ReportGone) => Accept(new DeletionBegun(), new MachineVanished()),
        (DeletingMachine, ReportGone) => Accept(new MachineVanished()),
        (GoneMachine, ReportGone) => Accept(),
        _ => Refuse(state, command),
    };

    public static MachineState Apply(MachineState state, MachineEvent @event) => (state, @event) switch
    {
        (CloningMachine cloning, CloneBegun) => cloning.Begin(),
        (CloningMachine cloning, MachineStarted) => cloning.Start(),
        (StartingMachine starting, MachineBecameReady) => starting.BecomeReady(),
        (CleanMachine clean, MachineOffered offered) => clean.Offer(offered.Claim),

        // The event is written only with the proof in hand (see DecideWithdrawal); its replay stands for that proof.
        (OfferedMachine offered, OfferWithdrawn) => offered.Withdraw(UntouchedConsole.FromClosed(touched: false)!),
        (OfferedMachine offered, MachineConnected) => offered.Connect(),
        (UnsoiledMachine unsoiled, MachineSoiled soiled) => unsoiled.Soil(soiled.Reason),
        (DirtyMachine dirty, DeletionBegun) => dirty.Delete(),
        (DeletingMachine deleting, MachineVanished) => deleting.Vanish(),
        _ => throw Invariant.Impossible(state, @event),
    };

    /// <summary>
    /// What a restart must say to a machine that the journal left in <paramref name="state"/>: null when it can go on.
    /// Only a clean machine that still runs can: an interrupted clone has unknown leftovers, and the paths of offered
    /// and used machines died with the process.
    /// </summary>
    public static SoilMachine? AfterRestart(MachineState state, bool running) => state switch
    {
        CloningMachine { Begun: true } => new SoilMachine(SoilReason.Interrupted),
        StartingMachine or CleanMachine when !running => new SoilMachine(SoilReason.Stopped),
        OfferedMachine => new SoilMachine(SoilReason.Unproven),
        InUseMachine => new SoilMachine(SoilReason.SessionEnded),
        _ => null,
    };

    private static Decision<MachineEvent> DecideOffer(MachineState state, SessionClaim claim) => state switch
    {
        CleanMachine { Offers: >= OffersMax } =>
            Accept(new MachineSoiled(SoilReason.WornOut), new DeletionBegun()),
        CleanMachine => Accept(new MachineOffered(claim)),

        // Claims are idempotent by session.
        OfferedMachine offered when offered.Claim == claim => Accept(),
        _ => Refuse(state, new OfferMachine(claim)),
    };

    private static Decision<MachineEvent> DecideWithdrawal(MachineState state, WithdrawOffer command) => state switch
    {
        OfferedMachine offered when offered.Claim.Session == command.Session && command.Proof is not null =>
            Accept(new OfferWithdrawn()),
        _ => Refuse(state, command),
    };

    private static Decision<MachineEvent> DecideConnected(MachineState state, ReportConnected command) => state switch
    {
        OfferedMachine offered when offered.Claim.Session == command.Session => Accept(new MachineConnected()),
        InUseMachine inUse when inUse.Claim.Session == command.Session => Accept(),
        _ => Refuse(state, command),
    };

    private static Decision<MachineEvent> Accept(params MachineEvent[] events) => Decision<MachineEvent>.Accept(events);

    private static Decision<MachineEvent> Refuse(MachineState state, MachineCommand command) =>
        Decision<MachineEvent>.Refuse(
            $"machine {state.Name} is {state.Word}: {command.GetType().Name} is not possible now");
}
