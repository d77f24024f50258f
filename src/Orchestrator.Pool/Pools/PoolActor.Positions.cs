using Orchestrator.Core.Alarms;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Pool.Pools;

/// <summary>Telling those who wait where they stand, at once and then on every beat.</summary>
internal sealed partial class PoolActor
{
    private bool _tellsPositions;

    /// <summary>The beat goes on as long as anybody waits.</summary>
    private void BeginPositions()
    {
        if (!_tellsPositions)
        {
            _tellsPositions = true;
            Context.StartTimer(Timers.Positions, SessionActor.LineInterval, new PositionsDue());
        }
    }

    private void TellPositions()
    {
        _tellsPositions = false;
        var ages = AgesOnTheWay();
        foreach (var session in _sessions.Values)
        {
            if (session is { IsOver: false, IsQueued: true })
            {
                TellPosition(session, ages);
                KeepAgain(session);
                BeginPositions();
            }
        }
    }

    private void TellPosition(SessionEntry session) => TellPosition(session, AgesOnTheWay());

    /// <summary>Its journal says that it waits before its kiosk is told so.</summary>
    private void TellPosition(SessionEntry session, List<TimeSpan> ages)
    {
        if (session is { Line: { } line, IsKnownToWait: true } && BranchPositionOf(session.Id) is > 0 and var position)
        {
            var estimate = _estimate.For(position, ages, Math.Max(Size, 1));
            line.Send(SignalText.Wait(position, estimate, _desk!.Hindrance?.Word()));
        }
    }

    /// <summary>A restart of its machine's actor can have lost the order; a claim can be made twice.</summary>
    private void KeepAgain(SessionEntry session)
    {
        if (session is { Given: { } machine, Owner: null } && Now - session.GivenAt >= SessionActor.LineInterval)
        {
            Keep(session, machine);
        }
    }

    /// <summary>How long ago each machine that is being made was ordered, the longest first.</summary>
    private List<TimeSpan> AgesOnTheWay()
    {
        List<TimeSpan> ages = [];
        foreach (var slot in _slots.Values)
        {
            if (slot is { IsActive: true, OrderedAt: { } ordered })
            {
                ages.Add(Now - ordered);
            }
        }

        ages.Sort();
        ages.Reverse();
        return ages;
    }
}
