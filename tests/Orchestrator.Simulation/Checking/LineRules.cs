using Orchestrator.Core.Sessions;
using Orchestrator.Pool.Pools;
using Orchestrator.Pool.Sessions;
using Orchestrator.Simulation.Kiosks;

namespace Orchestrator.Simulation.Checking;

/// <summary>What a kiosk was told is in the journal.</summary>
internal sealed class LineRules(Checker checker)
{
    private static readonly string GivenUp = SignalText.Refused(PoolActor.SessionGivenUp);

    private KioskLine? _lineOfTurn;

    public void BeforeStep() => _lineOfTurn = null;

    /// <summary>A session's actor takes its line up; what it journals in the same turn is its own stream.</summary>
    public void OnTaken(KioskLine line) => _lineOfTurn = line;

    public void OnAppendAsked(string stream)
    {
        if (_lineOfTurn is { } line && stream.StartsWith("session/", StringComparison.Ordinal))
        {
            line.Stream = stream;
            checker.OnLineFound(line, stream);
            _lineOfTurn = null;
        }
    }

    public void OnSent(KioskLine line, string text)
    {
        if (line.Stream is not { } stream)
        {
            if (!text.StartsWith("REFUSED", StringComparison.Ordinal))
            {
                checker.Fail(Rules.Acknowledged, $"{line} was told '{text}', nothing of it was ever to be journaled");
            }

            return;
        }

        var session = checker.Records.Find(stream) as SessionRecord;
        var holds = session is not null && text switch
        {
            SignalText.RuleAdded => session.State is OfferedSession && checker.Paths.Of(session.Id) is not null,
            SignalText.Connected => session.State is ConnectedSession,

            // The pool tells a place until it has heard of the end; the kiosk's next line is the end.
            _ when text.StartsWith("WAIT", StringComparison.Ordinal) => session.State is QueuedSession or EndedSession,

            // That nobody speaks for a session any more can be known before its journal can say that it ended.
            _ when text == GivenUp => true,
            _ => session.State is EndedSession,
        };
        if (!holds)
        {
            checker.Fail(Rules.Acknowledged,
                $"{line} was told '{text}', the journal says {session?.State.ToString() ?? "nothing"}");
        }
    }
}
