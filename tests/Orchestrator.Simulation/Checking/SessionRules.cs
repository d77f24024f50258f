using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Simulation.Checking;

/// <summary>A session claims what the machine's own journal gave it.</summary>
internal sealed class SessionRules(Checker checker)
{
    /// <summary>Sessions that were connected and are over.</summary>
    public long Served { get; private set; }

    /// <summary>Sessions that got a machine and did not connect.</summary>
    public long Lapsed { get; private set; }

    public void OnEvent(SessionRecord session, SessionEvent @event)
    {
        switch (@event)
        {
            case SessionOffered offered when Claim(offered.Machine)?.Session != session.Id:
                checker.Fail(Rules.Acknowledged,
                    $"session {session.Id} has machine {offered.Machine}, which is kept for {Claim(offered.Machine)}");
                break;
            case SessionEnded { MachineReturned: true } when session.State is EndedSession
                && checker.Records.Machines.Values.Any(other => other.Served == session.Id):
                checker.Fail(Rules.TouchedNotOffered,
                    $"session {session.Id} reached a machine and says that it returned it untouched");
                break;
            case SessionEnded when session.State is EndedSession { ConnectedAt: not null }:
                Served++;
                break;
            case SessionEnded when session.State is EndedSession { Offers: > 0 }:
                Lapsed++;
                break;
            case MachineProvedGone when session.State is EndedSession { Machine: { } machine } && IsThere(machine):
                checker.Fail(Rules.Gone,
                    $"session {session.Id} was told that machine {machine} is gone; the machine's journal is not");
                break;
        }
    }

    private SessionClaim? Claim(MachineName machine) =>
        checker.Records.Machines.GetValueOrDefault(machine)?.LastClaim;

    private bool IsThere(MachineName name) =>
        checker.Records.Machines.TryGetValue(name, out var machine) && machine.State is not GoneMachine;
}
