using Orchestrator.Core.Sessions;
using Orchestrator.Pool.Machines;
using Orchestrator.Pool.Persistence;

namespace Orchestrator.Pool.Pools;

/// <summary>The ends of sessions: what becomes free with them, and what is kept of them.</summary>
internal sealed partial class PoolActor
{
    private void OnSession(SessionReported reported)
    {
        var session = reported.Session.Id;
        if (Find(session) is { } entry)
        {
            entry.Snapshot = reported.Session;
            if (entry.IsQueued)
            {
                TellPosition(entry);
            }
        }

        if (reported.IsOver)
        {
            OnSessionOver(session, reported.Owes);
        }

        if (reported.IsFinished)
        {
            OnSessionFinished(session);
        }

        if (reported.IsOver || reported.IsFinished)
        {
            UseWhatIsFree();
        }
    }

    /// <summary>Also when a session is only finished: one that had ended before a restart says no more than that, and
    /// until then it kept every slot from being filled.</summary>
    private void UseWhatIsFree()
    {
        Allocate();
        Fill();
    }

    private void OnSessionOver(SessionId session, OwedProof? owes)
    {
        _line = _line.Leave(session);
        AnswerEnded(session);
        if (_sessions.TryGetValue(session, out var entry))
        {
            entry.IsOver = true;
            if (entry.Given is { } given)
            {
                TakeReturned(given.Slot);
            }

            // How long a session lasted that a restart ended, nobody knows.
            if (entry is { IsRecovered: false, Snapshot: { ConnectedAt: { } connected, EndedAt: { } ended } })
            {
                _estimate = _estimate.AfterSession(ended - connected);
            }
        }

        if (owes is not null)
        {
            AwaitProof(session, owes);
        }
    }

    private void OnSessionFinished(SessionId session)
    {
        _owed.Remove(session);

        // It may have been restarted before its journal had the machine that it was sent to.
        _environment.Neighbours?.Finish(session);
        if (_sessions.Remove(session, out var entry))
        {
            entry.IsOver = true;
            Context.Unwatch(entry.Actor);
            Context.Stop(entry.Actor);
            TellSilent(entry);
            if (_ended.Add(entry) is { } old)
            {
                Forget(JournalStreams.Of(Settings.Name, old.Id));
            }
        }
    }

    /// <summary>The session's supervisor gave it up. Its machine is told; the kiosk has to signal again. Its
    /// path is closed here: nobody else is left to do it.</summary>
    private void OnSessionActorLost(SessionId session)
    {
        Log.SessionLost(_log, session);
        if (_sessions.TryGetValue(session, out var entry))
        {
            TellSilent(entry);
        }

        Context.PipeToSelf(
            _environment.ConsolePath.CloseAsync(session, CancellationToken.None).AsTask(),
            () => new LostSessionClosed(session, null),
            error => new LostSessionClosed(session, error));
    }

    /// <summary>An order to keep a machine for it may still be on its way, and nobody would give that machine
    /// back.</summary>
    private void TellSilent(SessionEntry session)
    {
        if (session is { Given: { } machine, Owner: null } && IsOwned(machine))
        {
            TellMachine(machine, new SessionSilent(session.Actor));
        }
    }

    private void OnLostSessionClosed(LostSessionClosed closed)
    {
        if (closed.Error is { } error)
        {
            throw error;
        }

        if (_sessions.GetValueOrDefault(closed.Session)?.Line is { } line)
        {
            Refuse(line, SessionGivenUp);
        }

        OnSessionOver(closed.Session, owes: null);
        OnSessionFinished(closed.Session);
        UseWhatIsFree();
    }

    /// <summary>The sessions' actors went with this one, and their successors know no lines.</summary>
    protected override void PostStop()
    {
        foreach (var session in _sessions.Values)
        {
            if (session.Line is { } line)
            {
                Refuse(line, SessionGivenUp);
            }
        }
    }

    /// <summary>Deletes a stream that nobody will read again. A failure leaves a few hundred bytes for the next start
    /// to delete.</summary>
    private void Forget(string stream) => _ = ForgetAsync(stream);

    private async Task ForgetAsync(string stream)
    {
        try
        {
            await _environment.Journal.DeleteStreamAsync(stream, Context.Stopping).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            Log.StreamKept(_log, stream, error.Message);
        }
    }
}
