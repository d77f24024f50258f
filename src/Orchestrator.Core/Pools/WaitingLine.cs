using System.Collections.Immutable;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Core.Pools;

/// <summary>The sessions that wait for a machine: first come, first served; one whose offer died keeps its place at the
/// head.</summary>
public sealed record WaitingLine
{
    public static readonly WaitingLine Empty = new();

    private ImmutableArray<SessionId> _waiting = [];

    private WaitingLine()
    {
    }

    public IReadOnlyList<SessionId> Waiting => _waiting;

    public int Length => _waiting.Length;

    public WaitingLine Join(SessionId session) => Contains(session) ? this : With(_waiting.Add(session));

    /// <summary>Joins before all that came later: ids increase with time, so the place is the one it had.</summary>
    public WaitingLine Rejoin(SessionId session)
    {
        if (Contains(session))
        {
            return this;
        }

        var later = 0;
        while (later < _waiting.Length && _waiting[later].Value < session.Value)
        {
            later++;
        }

        return With(_waiting.Insert(later, session));
    }

    public WaitingLine Leave(SessionId session) => Contains(session) ? With(_waiting.Remove(session)) : this;

    /// <summary>The first one that may be served now, or null.</summary>
    public SessionId? First(Func<SessionId, bool> mayBeServed)
    {
        foreach (var session in _waiting)
        {
            if (mayBeServed(session))
            {
                return session;
            }
        }

        return null;
    }

    /// <summary>Position from 1; 0: it does not wait.</summary>
    public int PositionOf(SessionId session) => _waiting.IndexOf(session) + 1;

    private bool Contains(SessionId session) => _waiting.Contains(session);

    private static WaitingLine With(ImmutableArray<SessionId> waiting) => new() { _waiting = waiting };
}
