using Orchestrator.Core.Sessions;
using Orchestrator.Pool.Persistence;
using Orchestrator.Simulation.Kiosks;

namespace Orchestrator.Simulation.Checking;

/// <summary>A session as the journal tells it.</summary>
internal sealed class SessionRecord(string stream, SessionId id, Checker checker)
    : StateMirror<SessionState, SessionEvent>(stream, new NewSession(id), SessionCodec.Instance)
{
    public SessionId Id { get; } = id;

    /// <summary>The line of the signal that it stands for; null: not known, or it died with its process.</summary>
    public KioskLine? Line { get; set; }

    public bool IsOver => State is EndedSession;

    protected override SessionState Apply(SessionState state, SessionEvent @event) => Session.Apply(state, @event);

    protected override void OnApplied(SessionState before, SessionEvent @event) =>
        checker.Sessions.OnEvent(this, @event);
}
