using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Pool.Machines;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Pool.Sessions;

/// <summary>The session's console path: opening, the evidence of its use, and the end.</summary>
internal sealed partial class SessionActor
{
    private void ReceiveFromPath(SessionMessage message)
    {
        switch (message)
        {
            case PathOpened:
                Signal();
                break;
            case PathFailed failed:
                Log.PathFailed(_log, _id, failed.Error.Message);
                BeginEnd(SessionEndReason.PathFailed);
                break;
            case PathReported { Event: ConsoleTouched }:
                OnTouched();
                break;
            case PathReported { Event: ConsoleConnectionsChanged changed }:
                OnEvidence(Timers.Grace, present: changed.Open > 0);
                break;
            case ChannelsOpen channels:
                OnChannels(channels);
                break;
            case GraceOver:
                BeginEnd(SessionEndReason.Disconnected);
                break;
            case IdleDue:
                OnIdleDue();
                break;
            case LimitDue:
                BeginEnd(SessionEndReason.LimitReached);
                break;
            case LostPathClosed lost:
                OnLostPathClosed(lost.Touched);
                break;
            case PathClosed closed:
                OnPathClosed(closed);
                break;
            case PathCloseFailed failed:
                throw failed.Error;
        }
    }

    private void OpenPath(MachineName machine, NodeName? owner)
    {
        _pathOpenedHere = true;
        var grant = new ConsoleGrant(_id, _kiosk, machine.Slot.ConsolePort)
        {
            Remote = owner is { } node ? new RemoteConsole(node, machine) : null,
        };
        var self = Context.Self;
        var opening = _environment.ConsolePath.OpenAsync(
            grant, @event => self.Tell(new PathReported(@event)), Context.Stopping);
        Context.PipeToSelf(opening.AsTask(), () => new PathOpened(), error => new PathFailed(error));
    }

    private void OnTouched()
    {
        if (State is not OfferedSession || _ending)
        {
            return;
        }

        Context.CancelTimer(Timers.Line);
        _machine!.Tell(new ConsoleWasTouched(_id));
        Commit(new ConnectSession(Now), () =>
        {
            Report();
            _line?.Send(SignalText.Connected);
            _line?.Close();
            Context.StartTimer(Timers.Idle, Settings.IdleTimeout, new IdleDue());
            if (Settings.SessionLimit is { } limit)
            {
                Context.StartTimer(Timers.Limit, limit, new LimitDue());
            }
        });
    }

    private void OnChannels(ChannelsOpen channels)
    {
        _channelsSeen |= channels.Open > 0;
        if (_channelsSeen)
        {
            OnEvidence(Timers.ChannelGrace, present: channels.Open > 0);
        }
    }

    /// <summary>Relay and hypervisor each have their own grace, so that either one's word suffices.</summary>
    private void OnEvidence(object grace, bool present)
    {
        if (present)
        {
            Context.CancelTimer(grace);
        }
        else if (State is ConnectedSession or OfferedSession)
        {
            Context.StartTimer(grace, Settings.DisconnectGrace, new GraceOver());
        }
    }

    private void OnIdleDue()
    {
        if (State is not ConnectedSession connected)
        {
            return;
        }

        var last = _environment.ConsolePath.GetActivity(_id)?.LastInput ?? connected.ConnectedAt;
        var left = last + Settings.IdleTimeout - Now;
        if (left > TimeSpan.Zero)
        {
            Context.StartTimer(Timers.Idle, left, new IdleDue());
        }
        else
        {
            BeginEnd(SessionEndReason.Idle);
        }
    }

    private void BeginEnd(SessionEndReason reason)
    {
        if (_ending || State is EndedSession)
        {
            return;
        }

        _ending = true;
        Context.CancelTimers();

        // The path closes before anything is journaled: nobody may go on in a machine whose session is over.
        Context.PipeToSelf(
            ClosePathAsync(), touched => new PathClosed(reason, touched), error => new PathCloseFailed(error));
    }

    private Task<bool> ClosePathAsync()
    {
        var closing = _environment.ConsolePath.CloseAsync(_id, CancellationToken.None);
        return closing.IsCompletedSuccessfully ? Task.FromResult(closing.Result.Touched) : AwaitAsync(closing);

        static async Task<bool> AwaitAsync(ValueTask<ConsoleClosing> closing) =>
            (await closing.ConfigureAwait(false)).Touched;
    }

    private void OnPathClosed(PathClosed closed)
    {
        // After a restart nobody knows any more whether the path was touched.
        var proof = _pathOpenedHere ? UntouchedConsole.FromClosed(closed.Touched) : null;
        var untouched = State is OfferedSession && proof is not null;
        if (untouched)
        {
            _machine!.Tell(new TakeBack(_id, proof!));
        }
        else if (State is OfferedSession or ConnectedSession)
        {
            _machine?.Tell(new Discard(SoilReason.SessionEnded, By: _id));
        }

        // The last moment of an offer and the first of a use can meet: then somebody did connect.
        var reason = closed is { Reason: SessionEndReason.NobodyConnected, Touched: true }
            ? SessionEndReason.Disconnected
            : closed.Reason;
        Commit(new EndSession(reason, Now, untouched), OnEnded);
    }

    private void OnEnded()
    {
        var ended = (EndedSession)State;
        Log.Changed(_log, _id, _kiosk, ended.Word);
        Log.Ended(_log, _id, _kiosk, ended.Reason);
        if (ended.ConnectedAt is null && SignalText.Last(ended.Reason) is { } last)
        {
            _line?.Send(last);
        }

        _line?.Close();
        if (_goneEarly is { } gone && gone == ended.Machine)
        {
            _pool.Tell(new SessionReported(SessionSnapshots.Of(ended)) { IsOver = true });
            OnGone(gone);
        }
        else
        {
            TellOver(ended);
        }
    }

    private void OnLostPathClosed(bool touched)
    {
        if (_ending || State is not OfferedSession offered)
        {
            return;
        }

        _pathOpenedHere = false;
        if (touched)
        {
            BeginEnd(SessionEndReason.MachineStopped);
            return;
        }

        // Nobody had connected, so the kiosk need not know: it waits for the next machine at its old place.
        Context.CancelTimer(Timers.Line);
        _machine = null;
        Commit(new LoseOffer(Now), () =>
        {
            Report();
            _pool.Tell(new SessionWaitsAgain(_id, offered.Machine));
        });
    }
}
