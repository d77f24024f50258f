namespace Orchestrator.Core.Sessions;

/// <summary>The rules of a session's life.</summary>
public static class Session
{
    /// <summary>Offers that may be lost to dying machines before the session is refused: then the fault is not one
    /// machine's.</summary>
    public const int OffersMax = 8;

    public static Decision<SessionEvent> Decide(SessionState state, SessionCommand command) => (state, command) switch
    {
        (NewSession, QueueSession queue) => Accept(new SessionQueued(queue.Kiosk, queue.At)),
        (QueuedSession { Offers: >= OffersMax }, OfferToSession offer) =>
            Accept(new SessionEnded(SessionEndReason.Refused, offer.At)),
        (QueuedSession, OfferToSession offer) =>
            Accept(new SessionOffered(offer.Machine, offer.At) { Owner = offer.Owner }),
        (OfferedSession, LoseOffer lose) => Accept(new OfferLost(lose.At)),
        (OfferedSession, ConnectSession connect) => Accept(new SessionConnected(connect.At)),
        (ConnectedSession, EndSession end) => Accept(new SessionEnded(end.Reason, end.At)),
        (QueuedSession, EndSession end) => Accept(new SessionEnded(end.Reason, end.At)),
        (OfferedSession, EndSession end) => Accept(new SessionEnded(end.Reason, end.At, end.MachineReturned)),

        // Several pieces of evidence may say that it is over; the first one is the reason.
        (EndedSession, EndSession) => Accept(),
        (EndedSession { MachineGoneAt: null, Machine: not null }, ProveMachineGone gone) =>
            Accept(new MachineProvedGone(gone.At)),
        (EndedSession, ProveMachineGone) => Accept(),
        _ => Decision<SessionEvent>.Refuse(
            $"session {state.Id} is {state.Word}: {command.GetType().Name} is not possible now"),
    };

    public static SessionState Apply(SessionState state, SessionEvent @event) => (state, @event) switch
    {
        (NewSession session, SessionQueued queued) => new QueuedSession(session.Id, queued.Kiosk, queued.At),
        (QueuedSession s, SessionOffered e) =>
            new OfferedSession(s.Id, s.Kiosk, s.SignalledAt, s.Offers + 1, e.Machine) { Owner = e.Owner },
        (OfferedSession s, OfferLost) => new QueuedSession(s.Id, s.Kiosk, s.SignalledAt, s.Offers),
        (OfferedSession s, SessionConnected e) =>
            new ConnectedSession(s.Id, s.Kiosk, s.SignalledAt, s.Offers, s.Machine, e.At) { Owner = s.Owner },
        (QueuedSession s, SessionEnded e) => Ended(s, e) with { Machine = null },
        (OfferedSession s, SessionEnded e) => Ended(s, e) with { Machine = e.MachineReturned ? null : s.Machine },
        (ConnectedSession s, SessionEnded e) => Ended(s, e) with { Machine = s.Machine, ConnectedAt = s.ConnectedAt },
        (EndedSession s, MachineProvedGone e) => s with { MachineGoneAt = e.At },
        _ => throw Invariant.Impossible(state, @event),
    };

    private static EndedSession Ended(KioskSession session, SessionEnded ended) =>
        new(session.Id, session.Kiosk, session.SignalledAt, session.Offers, null, null, ended.At, ended.Reason)
        {
            Owner = session.Owner,
        };

    private static Decision<SessionEvent> Accept(params SessionEvent[] events) => Decision<SessionEvent>.Accept(events);
}
