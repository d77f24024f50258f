using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Pool.Slots;

namespace Orchestrator.Pool.Machines;

/// <summary>The machine's effects (clone, look, probe, delete) and what comes back from them.</summary>
internal sealed partial class MachineActor
{
    private void ReceiveProgress(MachineMessage message)
    {
        switch (message)
        {
            case CloneFinished:
                OnCloned();
                break;
            case CloneFailed failed:
                OnCloneFailed(failed.Error);
                break;
            case ProbeDue:
                Probe();
                break;
            case ProbeFinished probed:
                OnProbed(probed.Ready);
                break;
            case ProbeFailed or ReadinessOverdue:
                OnNotReady(message);
                break;
            case DomainStopped stopped:
                OnStopped(stopped.Detail);
                break;
            case LookAgain or LookDue when HasDomain:
                Look();
                break;
            case DomainsSeen seen:
                OnDomains(seen);
                break;
            case DomainSeen seen:
                OnSeen(seen.Running);
                break;
            case DomainUnseen:
                // Without an inventory nothing is created or destroyed.
                Context.StartTimer(Timers.Retry, UnreachablePause, new LookDue());
                break;
            case DeleteFinished:
                Context.CancelTimer(Timers.Operation);
                Run(new ReportGone());
                break;
            case RetryDelete:
                BeginDelete();
                break;
            case DeleteFailed failed:
                OnDeleteFailed(failed.Error);
                break;
            case OperationOverdue overdue:
                throw Stuck($"{overdue.Operation} passed its deadline of {overdue.Deadline}");
        }
    }

    /// <summary>Whether a domain should run. Nothing is known of one that is being cloned, and a dirty one is on its
    /// way out.</summary>
    private bool HasDomain => State is UnsoiledMachine and not CloningMachine;

    private void BeginClone()
    {
        var order = new CloneOrder(_name, Settings.GoldenImage, _base!);
        _cloning = true;
        Context.StartTimer(Timers.Operation, Settings.CloneDeadline, new OperationOverdue("clone",
            Settings.CloneDeadline));
        Context.PipeToSelf(
            _environment.Hypervisor.CloneAsync(order, Context.Stopping),
            () => new CloneFinished(),
            error => new CloneFailed(error));
    }

    private void OnCloned()
    {
        Context.CancelTimer(Timers.Operation);
        _cloning = false;
        _runningSince = Context.Time.GetTimestamp();
        Run(new ReportStarted(), () =>
        {
            if (_soilAfterClone is { } reason)
            {
                Soil(reason);
                return;
            }

            BeginProbing();
        });
    }

    private void OnCloneFailed(Exception error)
    {
        Context.CancelTimer(Timers.Operation);
        _cloning = false;
        var fault = (error as HypervisorException)?.Fault;
        Fail(_soilAfterClone ?? SoilReason.CloneFailed, fault, $"machine {_name}: clone failed: {error.Message}");
    }

    private void BeginProbing()
    {
        Context.StartTimer(Timers.Readiness, Settings.ReadinessDeadline, new ReadinessOverdue());
        Probe();
    }

    private void Probe()
    {
        if (State is StartingMachine or CleanMachine)
        {
            var probing = Deadline.WithinAsync(
                Settings.ProbeDeadline, "one readiness probe", ProbeAsync, Context.Time, Context.Stopping);
            Context.PipeToSelf(probing, ready => new ProbeFinished(ready), OnProbeError);
        }
    }

    private async Task<bool> ProbeAsync(CancellationToken cancellation)
    {
        var consoleAnswers = await _environment.ConsolePath
            .ProbeAsync(_name.Slot.ConsolePort, cancellation).ConfigureAwait(false);
        return consoleAnswers && (Settings.Readiness == ReadinessProbe.Console
            || await _environment.Hypervisor.PingAgentAsync(_name, cancellation).ConfigureAwait(false));
    }

    /// <summary>A probe that hangs is one that did not pass; the next one may.</summary>
    private static MachineMessage OnProbeError(Exception error) =>
        error is DeadlinePassedException ? new ProbeFinished(Ready: false) : new ProbeFailed(error);

    private void OnProbed(bool ready)
    {
        if (!ready)
        {
            Context.StartTimer(Timers.Probe, Settings.ReadinessInterval, new ProbeDue());
            return;
        }

        Context.CancelTimer(Timers.Readiness);
        switch (State)
        {
            case StartingMachine:
                Run(new ReportReady());
                break;
            case CleanMachine:
                // Adopted after a restart, and found to be well.
                Changed();
                break;
        }
    }

    private void OnNotReady(MachineMessage message)
    {
        if (State is not (StartingMachine or CleanMachine))
        {
            return;
        }

        if (message is ProbeFailed { Error: HypervisorException error }
            && error.Fault is HypervisorFault.Unreachable or HypervisorFault.Overloaded)
        {
            // Time without a hypervisor is not the guest's.
            Context.StartTimer(Timers.Readiness, Settings.ReadinessDeadline, new ReadinessOverdue());
            Context.StartTimer(Timers.Probe, UnreachablePause, new ProbeDue());
            return;
        }

        var detail = message is ProbeFailed failed
            ? $"machine {_name}: readiness probe failed: {failed.Error.Message}"
            : $"machine {_name} did not pass its readiness probe ({Settings.Readiness}) "
                + $"within {Settings.ReadinessDeadline}";
        Fail(SoilReason.NotReady, null, detail);
    }

    private void OnStopped(string detail)
    {
        if (State is StartingMachine or CleanMachine)
        {
            Fail(SoilReason.Stopped, null, $"machine {_name}: its domain stopped before anybody used it ({detail})");
        }
        else
        {
            Soil(SoilReason.Stopped);
        }
    }

    private void Look() => Context.PipeToSelf(
        Deadline.WithinAsync(
            Settings.InventoryDeadline,
            $"machine {_name}: the hypervisor's inventory",
            _environment.Hypervisor.TakeInventoryAsync,
            Context.Time,
            Context.Stopping),
        inventory => new DomainSeen(inventory.RunningDomains.Contains(_name)),
        error => new DomainUnseen(error));

    private void OnDomains(DomainsSeen seen)
    {
        if (!HasDomain)
        {
            return;
        }

        if (_runningSince < seen.BegunAt)
        {
            OnSeen(seen.Running.Contains(_name));
        }
        else
        {
            // It was started while others counted: not being counted proves nothing.
            Look();
        }
    }

    private void OnSeen(bool running)
    {
        if (!running)
        {
            Soil(SoilReason.Stopped);
        }
        else if (State is StartingMachine or CleanMachine)
        {
            BeginProbing();
        }
    }

    private void BeginDelete()
    {
        Context.StartTimer(Timers.Operation, Settings.DeleteDeadline, new OperationOverdue("delete",
            Settings.DeleteDeadline));
        Context.PipeToSelf(
            _environment.Hypervisor.EnsureAbsentAsync(_name, Context.Stopping),
            () => new DeleteFinished(),
            error => new DeleteFailed(error));
    }

    private void OnDeleteFailed(Exception error)
    {
        if (error is HypervisorException { Fault: HypervisorFault.Unreachable })
        {
            Context.CancelTimer(Timers.Operation);
            Context.StartTimer(Timers.Retry, UnreachablePause, new RetryDelete());
            return;
        }

        throw Stuck($"delete failed: {error.Message}", error);
    }

    /// <summary>The supervisor sees only that it restarts something; the slot should know why.</summary>
    private StuckOperationException Stuck(string detail, Exception? error = null)
    {
        _slot.Tell(new MachineStuck(_name, detail));
        return new StuckOperationException($"machine {_name}: {detail}", error);
    }
}
