using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;
using Orchestrator.Core.Slots;
using Orchestrator.Pool.Pools;
using Orchestrator.Simulation.Chance;
using Orchestrator.Simulation.Checking;

namespace Orchestrator.Simulation.Branch;

/// <summary>An operator in the middle of it all: clears the pool, gives it another size, ends sessions, takes slots out
/// of service. What is answered must be so.</summary>
internal sealed class Operator(World world)
{
    private const int SizeMax = 8;

    /// <summary>Mean time for which a pool stays cleared without refilling.</summary>
    private static readonly TimeSpan DrainedFor = TimeSpan.FromSeconds(50);

    /// <summary>One order at a time, so that what its answer says is not another order's.</summary>
    private bool _ordering;
    private int _clears;

    private bool IsDrained { get; set; }

    private BranchPlan Plan => world.Plan;

    public void Begin()
    {
        world.Recur(FaultKind.PoolCleared, () => true, () => Clear(refill: world.Random.Chance(0.8)));
        world.Recur(FaultKind.OperatorOrders, () => !_ordering && world.Process is not null, Order);
    }

    /// <summary>Nobody will answer any more.</summary>
    public void OnProcessDied() => _ordering = false;

    /// <summary>Takes back all that keeps the pool from being full; called until it is.</summary>
    public void Restore()
    {
        if (world.Process is not { } process)
        {
            return;
        }

        if (IsDrained)
        {
            Clear(refill: true);
        }
        else if (!_ordering && !Plan.Settings.IsPlanned && SizeNow != Plan.Settings.Size)
        {
            Resize(process, Plan.Settings.Size);
        }
        else if (!_ordering && world.Checker.Records.Slots.Values.FirstOrDefault(slot => slot.State.IsHeld) is { } held)
        {
            Release(process, held.State.Id);
        }
    }

    private int SizeNow =>
        (world.Checker.Records.Pool?.State.SizeOf(Plan.Settings.Size)) ?? Plan.Settings.Size;

    /// <summary>What is told to be cleared was there when it was told; when the answer comes, it must be
    /// gone.</summary>
    private void Clear(bool refill)
    {
        if (world.Process is not { } process)
        {
            return;
        }

        IsDrained = !refill;
        if (IsDrained)
        {
            RefillLater();
        }

        _clears++;
        var there = world.Checker.Records.Machines.Values.Select(machine => machine.MachineName).ToList();
        Say($"clears the pool, refill: {refill}");
        WhenDone(
            process.Pools.ClearAsync(Plan.Settings.Name, refill, CancellationToken.None),
            cleared =>
            {
                var left = there.Find(name => world.Checker.Records.Machines.GetValueOrDefault(name)
                    is { State: not GoneMachine });
                Check(!cleared || left == default, $"that the pool is clear, {left} is there");
            });
    }

    private void RefillLater() => world.Later(world.Random.Exponential(DrainedFor), () =>
    {
        if (world.IsCalm || !IsDrained)
        {
            return;
        }

        Clear(refill: true);
        if (IsDrained)
        {
            RefillLater();
        }
    });

    private void Order()
    {
        var process = world.Process!;
        var ports = world.Checker.Records.Slots.Values.Select(slot => slot.State.Id).OrderBy(id => id.ConsolePort)
            .ToList();
        var sessions = world.Checker.Records.Sessions.Values.Where(session => !session.IsOver)
            .Select(session => session.Id).OrderBy(id => id.Value).ToList();
        switch (world.Random.Between(1, 4))
        {
            case 1 when !Plan.Settings.IsPlanned:
                Resize(process, world.Random.Between(0, SizeMax));
                break;
            case 2 when sessions.Count > 0:
                End(process, sessions[world.Random.Next(sessions.Count)]);
                break;
            case 3 when ports.Count > 0:
                Quarantine(process, ports[world.Random.Next(ports.Count)]);
                break;
            case 4 when ports.Count > 0:
                Release(process, ports[world.Random.Next(ports.Count)]);
                break;
        }
    }

    private void Resize(BranchProcess process, int size)
    {
        Say($"gives the pool {size} slots");
        Await(
            process.Orders.ResizeAsync(Plan.Settings.Name, size, CancellationToken.None),
            () => Check(SizeNow == size, $"that the pool has {size} slots, its journal says {SizeNow}"));
    }

    private void End(BranchProcess process, SessionId session)
    {
        Say($"ends session {session}");
        Await(
            process.Orders.EndSessionAsync(session, CancellationToken.None),
            () => Check(
                world.Checker.Records.Sessions.GetValueOrDefault(session) is null or { IsOver: true }
                && world.Checker.Paths.Of(session) is null,
                $"that session {session} has ended, it has not"));
    }

    private void Quarantine(BranchProcess process, SlotId slot)
    {
        Say($"quarantines slot {slot}");
        var clears = _clears;
        Await(
            process.Orders.QuarantineAsync(slot, "told to", CancellationToken.None),
                        // A clear lifts every quarantine.
            () => Check(
                IsHeld(slot) || clears != _clears,
                $"that slot {slot} is quarantined, its journal says that it is not"));
    }

    private void Release(BranchProcess process, SlotId slot)
    {
        Say($"releases slot {slot}");
        Await(
            process.Orders.ReleaseAsync(slot, CancellationToken.None),
            () => Check(!IsHeld(slot), $"that slot {slot} is released, its journal says that it is not"));
    }

    private bool IsHeld(SlotId slot) =>
        world.Checker.Records.Slots.GetValueOrDefault(slot.ConsolePort)?.State.IsHeld == true;

    private void Await(Task<OperatorAnswer> answering, Action check)
    {
        _ordering = true;
        answering.ContinueWith(
            answered =>
            {
                _ordering = false;
                if (answered is { IsCompletedSuccessfully: true, Result.Verdict: OperatorVerdict.Done })
                {
                    check();
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private static void WhenDone(Task<bool> task, Action<bool> check) => task.ContinueWith(
        done =>
        {
            if (done.IsCompletedSuccessfully)
            {
                check(done.Result);
            }
        },
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    private void Check(bool holds, FormattableString what)
    {
        if (!holds)
        {
            world.Checker.Fail(Rules.Acknowledged, FormattableString.Invariant($"the operator was told {what}"));
        }
    }

    private void Say(string what)
    {
        if (world.Trace.IsWritten)
        {
            world.Trace.Write($"the operator {what}");
        }
    }
}
