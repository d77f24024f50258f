using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Core.Slots;

namespace Orchestrator.Core.Tests.Sessions;

public sealed class SessionTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly KioskAddress Kiosk = KioskAddress.Parse("10.0.0.1");
    private static readonly MachineName Name = new(new SlotId(PoolName.Parse("demo"), 5920), new MachineId(7));

    [Fact]
    public void Life_UsedSession_EndsWithTheProof()
    {
        var state = Run(Queued(), new OfferToSession(Name, At), new ConnectSession(At),
            new EndSession(SessionEndReason.Idle, At));
        var ended = Assert.IsType<EndedSession>(state);
        Assert.Equal((Name, SessionEndReason.Idle, null), (ended.Machine, ended.Reason, ended.MachineGoneAt));
        Assert.Equal(At, Assert.IsType<EndedSession>(Run(state, new ProveMachineGone(At))).MachineGoneAt);
    }

    [Fact]
    public void End_UntouchedOffer_OwesNoProof()
    {
        var end = new EndSession(SessionEndReason.NobodyConnected, At, MachineReturned: true);
        Assert.Null(Assert.IsType<EndedSession>(Run(Queued(), new OfferToSession(Name, At), end)).Machine);
    }

    [Fact]
    public void End_Twice_KeepsFirstReason()
    {
        var state = Run(
            Queued(), new EndSession(SessionEndReason.HungUp, At), new EndSession(SessionEndReason.Cleared, At));
        Assert.Equal(SessionEndReason.HungUp, Assert.IsType<EndedSession>(state).Reason);
    }

    [Fact]
    public void Offer_LostTooOften_EndsRefused()
    {
        var state = Queued();
        for (var i = 0; i < Session.OffersMax; i++)
        {
            state = Run(state, new OfferToSession(Name, At), new LoseOffer(At));
        }

        Assert.Equal(SessionEndReason.Refused, Assert.IsType<EndedSession>(Run(state, new OfferToSession(Name,
            At))).Reason);
    }

    [Fact]
    public void Connect_WithoutOffer_IsRefused() =>
        Assert.True(Session.Decide(Queued(), new ConnectSession(At)).IsRefused);

    private static SessionState Queued() => Run(new NewSession(new SessionId(1)), new QueueSession(Kiosk, At));

    private static SessionState Run(SessionState state, params SessionCommand[] commands) =>
        commands.Aggregate(state, (now, command) => Session.Decide(now, command).Events.Aggregate(now, Session.Apply));
}
