using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;
using Orchestrator.Simulation.Branch;
using Orchestrator.Simulation.Kiosks;

namespace Orchestrator.Simulation.Checking;

/// <summary>
/// First come, first served. Whose machine is journaled first is chance, so a kiosk counts as passed over only when
/// everything has come to rest, one who came after the rest before that has a machine, and it still has none. Nor is it
/// passed over by a decision of a moment when it had a machine itself, as far as the pool knew: whoever is sent to a
/// machine that dies before it is offered waits again, and what was given away until then is not taken back.
/// </summary>
internal sealed class ServingRules(World world, Checker checker)
{
    /// <summary>A failed actor may hold a kiosk's turn back this long without being unjust.</summary>
    private static readonly TimeSpan FailureExcuse = TimeSpan.FromSeconds(120);

    private readonly List<KioskLine> _waiting = [];
    private readonly List<(KioskLine Passed, SessionClaim By, long Decision)> _suspicions = [];

    /// <summary>Every machine that the pool decided to give, and to whom.</summary>
    private readonly Dictionary<SessionId, List<Giving>> _givings = [];

    /// <summary>Sessions that had a machine before their actors' first turn.</summary>
    private readonly HashSet<SessionId> _servedEarly = [];
    private DateTimeOffset _excusedUntil = DateTimeOffset.MinValue;
    private long _rest;
    private long _decisions;

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
        _givings.Clear();
    }

    /// <summary>The pool says that it has sent a session to a machine.</summary>
    public void OnGiven(SessionId session, MachineName machine)
    {
        if (!_givings.TryGetValue(session, out var givings))
        {
            _givings[session] = givings = [];
        }

        givings.Add(new Giving(machine, ++_decisions));
    }

    /// <summary>The pool says that a session's machine is lost. That counts only when it is true.</summary>
    public void OnWaitsAgain(SessionId session, MachineName machine)
    {
        var state = checker.Records.Machines.GetValueOrDefault(machine)?.State;
        if (state is null or DirtyMachine or DeletingMachine or GoneMachine
            && _givings.TryGetValue(session, out var givings) && givings[^1].Machine == machine)
        {
            givings[^1].LostAt = ++_decisions;
        }
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
        var decision = _givings.GetValueOrDefault(claim.Session)?[^1].GivenAt ?? ++_decisions;
        foreach (var line in _waiting)
        {
            if (line.SignalledAtRest < served.SignalledAtRest && MayBeServed(line))
            {
                _suspicions.Add((line, claim, decision));
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

        foreach (var (passed, by, decision) in _suspicions)
        {
            if (world.Now > _excusedUntil && _waiting.Contains(passed) && MayBeServed(passed)
                && !HadMachine(passed, decision))
            {
                checker.Fail(Rules.InOrder,
                    $"{passed} waits, {by} came later and has a machine");
            }
        }

        _suspicions.Clear();
    }

    private bool HadMachine(KioskLine line, long decision) =>
        line.Stream is { } stream && checker.Records.Find(stream) is SessionRecord session
        && _givings.TryGetValue(session.Id, out var givings)
        && givings.Exists(giving => giving.GivenAt < decision && giving.LostAt > decision);

    private static bool MayBeServed(KioskLine line) =>
        !line.IsServed && !line.IsHungUp && !line.IsClosed && line.Kiosk.Line == line && !line.WasBlocked;
}
