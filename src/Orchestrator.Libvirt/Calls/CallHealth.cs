namespace Orchestrator.Libvirt.Calls;

/// <summary>
/// The rule that tells slow from well. Overdue and slow calls are remembered kind by kind, and are forgotten after a
/// run of normal calls of that kind or a quiet time, a short one once a call of that kind was normal: pings that answer
/// at once say nothing of clones that hang.
/// Degraded is who remembers too many of them over all kinds, for as long as that is so: what a busy host's single slow
/// clone leaves behind neither raises an alarm nor keeps one.
/// </summary>
internal sealed class CallHealth(LibvirtOptions options)
{
    private readonly Dictionary<CallKind, Trouble> _troubles = [];

    public bool IsDegraded { get; private set; }

    /// <summary>What is remembered, in words; empty when nothing is.</summary>
    public string Remembered => string.Join(", ", _troubles.OrderBy(one => one.Key).Select(one =>
        $"{one.Value.Overdue} overdue and {one.Value.Slow} slow calls of the kind {one.Key}"));

    /// <param name="kind">The call's kind.</param>
    /// <param name="outcome">How it went.</param>
    /// <param name="at">When, on a clock that never goes back.</param>
    /// <returns>Whether <see cref="IsDegraded"/> changed.</returns>
    public bool Record(CallKind kind, CallOutcome outcome, TimeSpan at)
    {
        var known = _troubles.TryGetValue(kind, out var trouble);
        if (outcome != CallOutcome.Normal)
        {
            trouble ??= new Trouble();
            _troubles[kind] = trouble with
            {
                Overdue = trouble.Overdue + (outcome == CallOutcome.Overdue ? 1 : 0),
                Slow = trouble.Slow + (outcome == CallOutcome.Slow ? 1 : 0),
                NormalInARow = 0,
                LastAt = at,
            };
        }
        else if (known && trouble!.NormalInARow + 1 < options.RecoveredAfterNormal)
        {
            _troubles[kind] = trouble with { NormalInARow = trouble.NormalInARow + 1 };
        }
        else
        {
            _troubles.Remove(kind);
        }

        return Pass(at);
    }

    /// <summary>Forgets what is older than the quiet time.</summary>
    /// <inheritdoc cref="Record" path="/returns"/>
    public bool Pass(TimeSpan at)
    {
        foreach (var (kind, trouble) in _troubles)
        {
            if (at - trouble.LastAt >= QuietAfter(trouble))
            {
                _troubles.Remove(kind);
            }
        }

        var degraded = _troubles.Values.Sum(one => one.Overdue) >= options.DegradedAfterOverdue
            || _troubles.Values.Sum(one => one.Slow) >= options.DegradedAfterSlow;
        var changed = degraded != IsDegraded;
        IsDegraded = degraded;
        return changed;
    }

    private TimeSpan QuietAfter(Trouble trouble) =>
        trouble.NormalInARow > 0 ? options.RecoveredAfterNormalQuiet : options.RecoveredAfterQuiet;

    private sealed record Trouble
    {
        public int Overdue { get; init; }

        public int Slow { get; init; }

        public int NormalInARow { get; init; }

        public TimeSpan LastAt { get; init; }
    }
}
