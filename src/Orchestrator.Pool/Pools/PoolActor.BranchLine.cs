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

    /// <summary>For whom a machine was kept in vain none is kept for this long: the next ones must not wait for it
    /// again and again. Its node may have been told nothing of the branch for minutes, and its place be that of a
    /// session which was served long ago.</summary>
    private static readonly TimeSpan PassedFor = TimeSpan.FromSeconds(30);

    private readonly Dictionary<(NodeName Node, SessionId Session), DateTimeOffset> _passed = [];
    private readonly HashSet<SessionId> _inBranchLine = [];
    private IReadOnlyList<SessionId> _toldLine = [];
    private DateTimeOffset? _heldSince;

    /// <summary>Whether there are machines for all that came before this session, or those have had their
    /// time.</summary>
    private bool IsDue(NodeName? entry, SessionId session)
    {
        var free = _slots.Values.Count(slot => slot.Available is not null);
        var before = KeptForBefore(entry, session);
        if (free > before.Count)
        {
            _heldSince = null;
            return true;
        }

        var left = HoldMax - (Now - (_heldSince ??= Now));
        if (left <= TimeSpan.Zero)
        {
            _heldSince = null;
            foreach (var one in before.Take(free))
            {
                _passed[(one.Node, one.Session)] = Now + PassedFor;
            }

            return true;
        }

        Context.StartTimer(Timers.Hold, left, new HoldOver());
        return false;
    }

    /// <summary>Who goes before this session, as far as machines are kept for them.</summary>
    private List<BranchWaiter> KeptForBefore(NodeName? entry, SessionId session)
    {
        foreach (var over in _passed.Where(one => one.Value <= Now).Select(one => one.Key).ToList())
        {
            _passed.Remove(over);
        }

        return [.. (_environment.Neighbours?.OthersBefore(Settings.Name, entry, session) ?? [])
            .Where(one => !_passed.ContainsKey((one.Node, one.Session)))];
    }

    private int BranchPositionOf(SessionId session)
    {
        var position = _line.PositionOf(session);
        return position > 0 && _environment.Neighbours is { } neighbours
            ? position + neighbours.OthersBefore(Settings.Name, null, session).Count
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
