using Orchestrator.Core.Alarms;
using Orchestrator.Core.Pools;

namespace Orchestrator.Pool.Pools;

/// <summary>How many machines are begun at one time: no more than may fail, and no more than boot well beside each
/// other.</summary>
internal sealed partial class PoolActor
{
    private CloneBudget? _budget;
    private StartPacing? _pacing;

    private CloneBudget Budget => _budget ??= CloneBudget.Full(Settings.FailedClonesPerMinuteMax, Now);

    private StartPacing Pacing => _pacing ??= StartPacing.Begin(Settings.StartsInFlightMax);

    /// <summary>Machines that may be begun now. Deletions do not count: they make room.</summary>
    private int StartsFree()
    {
        var (starting, pending) = (0, 0);
        foreach (var slot in _slots.Values)
        {
            starting += slot.IsStarting ? 1 : 0;

            // A failed machine that is still being deleted has not been counted as a failure yet.
            pending += slot.IsStarting || slot.OrderedAt is not null ? 1 : 0;
        }

        var allowed = Budget.AttemptsMax(Now);
        if (Budget.WaitFor(pending, Now) is { Ticks: > 0 } wait)
        {
            // With the whole budget on its way there is no wait that would help: the next outcome decides.
            Context.StartTimer(Timers.Budget, wait, new BudgetDue());
        }

        if (allowed == 0)
        {
            Raise(AlarmId.CloneFailures, AlarmSeverity.Critical,
                $"{Settings.FailedClonesPerMinuteMax} machines failed within a minute, more than "
                + "failedClonesPerMinuteMax allows; machines are tried more slowly: see the slots' last failures");
        }

        return Math.Min(allowed - pending, Pacing.Window - starting);
    }

    private void OnBooted(SlotEntry slot)
    {
        if (slot.OrderedAt is not { } ordered)
        {
            return;
        }

        slot.OrderedAt = null;
        _estimate = _estimate.AfterClean(Now - ordered);
        _pacing = Pacing.AfterBoot(ordered, Now);
        Clear(AlarmId.Storage);
        Clear(AlarmId.CloneFailures);
    }

    /// <summary>What was ordered is gone, or is given up, without ever having been clean.</summary>
    private void OnNeverClean(SlotEntry slot)
    {
        if (slot.OrderedAt is not { } ordered)
        {
            return;
        }

        slot.OrderedAt = null;
        if (_clearings.Count == 0)
        {
            _budget = Budget.AfterFailure(Now);
            _pacing = Pacing.AfterFailure(ordered, Now);
        }
    }
}
