using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;
using Orchestrator.Simulation.Branch;
using Orchestrator.Simulation.Kiosks;

namespace Orchestrator.Simulation.Checking;

/// <summary>
/// First come, first served. Whose machine is journaled first is chance, so a kiosk counts as passed over only when
/// everything has come to rest, one who came after the rest before that has a machine, and it still has none.
/// </summary>
internal sealed class ServingRules(World world, Checker checker)
{
    /// <summary>A failed actor may hold a kiosk's turn back this long without being unjust.</summary>
    private static readonly TimeSpan FailureExcuse = TimeSpan.FromSeconds(120);

    private readonly List<KioskLine> _waiting = [];
    private readonly List<(KioskLine Passed, SessionClaim By)> _suspicions = [];

    /// <summary>Sessions that had a machine before their actors' first turn.</summary>
    private readonly HashSet<SessionId> _servedEarly = [];
    private DateTimeOffset _excusedUntil = DateTimeOffset.MinValue;
    private long _rest;

    public IReadOnlyList<KioskLine> Waiting => _waiting;

    public void OnSignalled(KioskLine line)
    {
        line.SignalledAtRest = _rest;
        _waiting.Add(line);
    }

    public void OnClosed(KioskLine line) => _waiting.Remove(line);

    public void OnProcessDied()
    {
        _waiting.Clear();
        _suspicions.Clear();
        _servedEarly.Clear();
    }

    public void Excuse() => _excusedUntil = world.Now + FailureExcuse;

    public void OnServed(SessionClaim claim)
    {
        if (checker.LineOf(claim.Session) is not { } served)
        {
            _servedEarly.Add(claim.Session);
            return;
        }

        served.IsServed = true;
        foreach (var line in _waiting)
        {
            if (line.SignalledAtRest < served.SignalledAtRest && MayBeServed(line))
            {
                _suspicions.Add((line, claim));
            }
        }
    }

    /// <summary>A line's session is known from now on.</summary>
    public void OnLineFound(KioskLine line, SessionId session) => line.IsServed |= _servedEarly.Remove(session);

    /// <summary>Nobody has anything to do before time passes.</summary>
    public void OnRest()
    {
        _rest++;
        if (_suspicions.Count == 0)
        {
            return;
        }

        foreach (var (passed, by) in _suspicions)
        {
            if (world.Now > _excusedUntil && _waiting.Contains(passed) && MayBeServed(passed))
            {
                checker.Fail(Rules.InOrder,
                    $"{passed} waits, {by} came later and has a machine");
            }
        }

        _suspicions.Clear();
    }

    private static bool MayBeServed(KioskLine line) =>
        !line.IsServed && !line.IsHungUp && !line.IsClosed && line.Kiosk.Line == line && !line.WasBlocked;
}
