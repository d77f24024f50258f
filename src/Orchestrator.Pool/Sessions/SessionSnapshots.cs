using System.Text.Json;
using Orchestrator.Core.Sessions;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Pool.Sessions;

/// <summary>Makes the published view of a session out of its state.</summary>
internal static class SessionSnapshots
{
    private static readonly Dictionary<SessionEndReason, string> Reasons = Enum.GetValues<SessionEndReason>()
        .ToDictionary(reason => reason, reason => JsonNamingPolicy.CamelCase.ConvertName(reason.ToString()));

    public static SessionSnapshot Of(KioskSession session)
    {
        var machine = session switch
        {
            OfferedSession offered => offered.Machine,
            ConnectedSession connected => connected.Machine,
            EndedSession ended => ended.Machine,
            _ => null,
        };
        var over = session as EndedSession;
        return new SessionSnapshot(
            session.Id,
            session.Kiosk,
            session.Word,
            machine?.Slot,
            machine?.Machine,
            session.SignalledAt,
            (session as ConnectedSession)?.ConnectedAt ?? over?.ConnectedAt,
            over?.EndedAt,
            over is null ? null : Reasons[over.Reason],
            over?.MachineGoneAt)
        {
            Owner = machine is null ? null : session.Owner,
        };
    }
}
