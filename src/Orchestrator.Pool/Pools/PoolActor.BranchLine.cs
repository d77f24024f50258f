using Orchestrator.Core.Cluster;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Pool.Pools;

/// <content>
/// The line of the whole branch: kiosks of other nodes that came earlier go before those of this one. A machine that is
/// due to them is kept free until they claim it, and not for ever: their node may be cut off from this one, or not know
/// that there is a machine.
/// </content>
internal sealed partial class PoolActor
{
    /// <summary>Sessions of one node and pool that stand in the branch's line; those behind them join as these
    /// leave.</summary>
    private const int BranchLineMax = 64;

    /// <summary>How long a machine is kept for kiosks of other nodes. Theirs hear of it within half a second, and a
    /// claim takes some milliseconds.</summary>
    private static readonly TimeSpan HoldMax = TimeSpan.FromSeconds(3);

    private readonly HashSet<SessionId> _inBranchLine = [];
    private IReadOnlyList<SessionId> _toldLine = [];
    private DateTimeOffset? _heldSince;

    /// <summary>Whether there are machines for all that came before this session, or those have had their
    /// time.</summary>
    private bool IsDue(NodeName? entry, SessionId session)
    {
        var free = _slots.Values.Count(slot => slot.Available is not null);
        if (_environment.Neighbours is not { } neighbours
            || free > neighbours.OthersBefore(Settings.Name, entry, session))
        {
            _heldSince = null;
            return true;
        }

        var left = HoldMax - (Now - (_heldSince ??= Now));
        if (left <= TimeSpan.Zero)
        {
            _heldSince = null;
            return true;
        }

        Context.StartTimer(Timers.Hold, left, new HoldOver());
        return false;
    }

    private int BranchPositionOf(SessionId session)
    {
        var position = _line.PositionOf(session);
        return position > 0 && _environment.Neighbours is { } neighbours
            ? position + neighbours.OthersBefore(Settings.Name, null, session)
            : position;
    }

    /// <summary>A kiosk that another node may serve at once does not join first; it joins when it was
    /// refused.</summary>
    private void TellBranchLine()
    {
        if (_environment.Neighbours is not { } neighbours)
        {
            return;
        }

        if (FirstAvailable() is null)
        {
            _heldSince = null;
        }

        List<SessionId> waiting = [.. _line.Waiting
            .Where(session => _inBranchLine.Contains(session) || !_sessions[session].IsClaiming).Take(BranchLineMax)];
        _inBranchLine.Clear();
        _inBranchLine.UnionWith(waiting);
        if (!waiting.SequenceEqual(_toldLine))
        {
            _toldLine = waiting;
            neighbours.Line(Settings.Name, waiting);
        }
    }
}
