using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Core.Slots;

namespace Orchestrator.Core.Tests.Machines;

public sealed class MachineTests
{
    private static readonly MachineName Name = new(new SlotId(PoolName.Parse("demo"), 5920), new MachineId(7));
    private static readonly SessionClaim Claim = new(new SessionId(1), KioskAddress.Parse("10.0.0.1"));
    private static readonly SessionClaim Other = new(new SessionId(2), KioskAddress.Parse("10.0.0.2"));
    private static readonly UntouchedConsole Untouched = UntouchedConsole.FromClosed(touched: false)!;

    [Fact]
    public void Life_UsedMachine_GoesOneWayToGone()
    {
        var words = new List<string>();
        var state = MachineState.Ordered(Name);
        foreach (var command in new MachineCommand[]
        {
            new BeginClone(), new ReportStarted(), new ReportReady(), new OfferMachine(Claim),
            new ReportConnected(Claim.Session), new SoilMachine(SoilReason.SessionEnded), new ReportGone(),
        })
        {
            state = Run(state, command);
            words.Add(state.Word);
        }

        Assert.Equal(["cloning", "starting", "clean", "offered", "inUse", "deleting", "gone"], words);
    }

    [Fact]
    public void Withdraw_UntouchedOffer_IsCleanAgain()
    {
        var state = Run(Offered(), new WithdrawOffer(Claim.Session, Untouched));
        Assert.IsType<CleanMachine>(state);
        Assert.Equal(1, ((CleanMachine)state).Offers);
    }

    [Fact]
    public void Withdraw_InUse_IsRefused()
    {
        var inUse = Run(Offered(), new ReportConnected(Claim.Session));
        Assert.True(Machine.Decide(inUse, new WithdrawOffer(Claim.Session, Untouched)).IsRefused);
    }

    [Fact]
    public void Withdraw_OtherSession_IsRefused() =>
        Assert.True(Machine.Decide(Offered(), new WithdrawOffer(Other.Session, Untouched)).IsRefused);

    [Fact]
    public void Offer_SecondSession_IsRefused() =>
        Assert.True(Machine.Decide(Offered(), new OfferMachine(Other)).IsRefused);

    [Fact]
    public void Offer_SameClaimTwice_ChangesNothing()
    {
        var decision = Machine.Decide(Offered(), new OfferMachine(Claim));
        Assert.False(decision.IsRefused);
        Assert.Empty(decision.Events);
    }

    [Fact]
    public void Offer_TooOftenWithdrawn_IsReplaced()
    {
        MachineState state = Clean();
        for (var i = 0; i < Machine.OffersMax; i++)
        {
            state = Run(Run(state, new OfferMachine(Claim)), new WithdrawOffer(Claim.Session, Untouched));
        }

        state = Run(state, new OfferMachine(Claim));
        Assert.Equal(SoilReason.WornOut, Assert.IsType<DeletingMachine>(state).Reason);
    }

    [Fact]
    public void Soil_Twice_KeepsFirstReason()
    {
        var state = Run(Run(Clean(), new SoilMachine(SoilReason.Stopped)), new SoilMachine(SoilReason.Cleared));
        Assert.Equal(SoilReason.Stopped, Assert.IsType<DeletingMachine>(state).Reason);
    }

    [Fact]
    public void FromClosed_TouchedConsole_GivesNoProof() => Assert.Null(UntouchedConsole.FromClosed(touched: true));

    [Theory]
    [InlineData("cloning", true, SoilReason.Interrupted)]
    [InlineData("clean", true, null)]
    [InlineData("clean", false, SoilReason.Stopped)]
    [InlineData("offered", true, SoilReason.Unproven)]
    [InlineData("inUse", true, SoilReason.SessionEnded)]
    public void AfterRestart_State_SaysWhatIsProven(string word, bool running, SoilReason? expected)
    {
        var state = word switch
        {
            "cloning" => Run(MachineState.Ordered(Name), new BeginClone()),
            "clean" => Clean(),
            "offered" => Offered(),
            _ => Run(Offered(), new ReportConnected(Claim.Session)),
        };
        Assert.Equal(word, state.Word);
        Assert.Equal(expected, Machine.AfterRestart(state, running)?.Reason);
    }

    [Fact]
    public void Apply_EventThatCannotFollow_Throws() =>
        Assert.Throws<InvariantException>(() => Machine.Apply(MachineState.Ordered(Name), new MachineConnected()));

    private static MachineState Clean() =>
        Run(Run(Run(MachineState.Ordered(Name), new BeginClone()), new ReportStarted()), new ReportReady());

    private static MachineState Offered() => Run(Clean(), new OfferMachine(Claim));

    private static MachineState Run(MachineState state, MachineCommand command)
    {
        var decision = Machine.Decide(state, command);
        Assert.False(decision.IsRefused, decision.Refusal);
        return decision.Events.Aggregate(state, Machine.Apply);
    }
}
