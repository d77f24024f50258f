using Orchestrator.Actors.Persistence;
using Orchestrator.Core;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;
using Orchestrator.Simulation.Branch;
using Orchestrator.Simulation.Kiosks;

namespace Orchestrator.Simulation.Checking;

/// <summary>
/// All rules of a branch. They look on where things happen (a commit, a path, a line, a domain), so that a step costs
/// what it changed and not what there is.
/// </summary>
internal sealed class Checker
{
    private readonly Verdict _verdict;

    public Checker(World world)
    {
        _verdict = world.Nodes?.Verdict ?? new Verdict(world.Trace);
        Records = new Records(this, world.Plan.Settings.Name);
        Machines = new MachineRules(world, this);
        Slots = new SlotRules(this);
        Sessions = new SessionRules(world, this);
        Paths = new PathRules(world, this);
        Guests = new GuestRules(world, this);
        Lines = new LineRules(this);
        Serving = new ServingRules(world, this);
    }

    public Violation? Violation => _verdict.First;

    public Records Records { get; }

    public MachineRules Machines { get; }

    public SlotRules Slots { get; }

    public SessionRules Sessions { get; }

    public PathRules Paths { get; }

    /// <summary>The ways of other nodes' kiosks; empty on a server that stands alone.</summary>
    public GuestRules Guests { get; }

    public LineRules Lines { get; }

    public ServingRules Serving { get; }

    public void Fail(string rule, string text) => _verdict.Fail(rule, text);

    public KioskLine? LineOf(SessionId session) => Records.Sessions.GetValueOrDefault(session)?.Line;

    public bool HasLiveSession(KioskAddress kiosk)
    {
        foreach (var session in Records.Sessions.Values)
        {
            if (session.State is KioskSession live and not EndedSession && live.Kiosk == kiosk)
            {
                return true;
            }
        }

        return false;
    }

    public void OnLineFound(KioskLine line, string stream)
    {
        if (Records.FindOrAdd(stream) is SessionRecord session)
        {
            session.Line = line;
            Serving.OnLineFound(line, session.Id);
        }
    }

    /// <summary>An append is stored.</summary>
    public void OnStored(string stream, long afterSequence, IReadOnlyList<JournalEntry> entries)
    {
        var record = Records.FindOrAdd(stream);
        if (record.Sequence != afterSequence)
        {
            Fail(Rules.ReplayedIsLive,
                $"stream {stream} is at {record.Sequence}, an append after {afterSequence} was stored");
            return;
        }

        try
        {
            for (var i = 0; i < entries.Count; i++)
            {
                record.Append(entries[i]);
            }
        }
        catch (InvariantException error)
        {
            Fail(Rules.Legal, $"stream {stream}: {error.Message}");
        }
    }

    public void OnSnapshot(string stream, long sequence, JournalEntry state)
    {
        if (Records.Find(stream) is { } record && !record.Agrees(sequence, state))
        {
            Fail(Rules.ReplayedIsLive, $"stream {stream}: the state saved at {sequence} is not its events'");
        }
    }

    public void OnDeleted(string stream)
    {
        if (Records.Find(stream) is MachineRecord { State: not GoneMachine } machine)
        {
            Fail(Rules.Gone, $"the stream of machine {machine.MachineName} is deleted: {machine.State}");
        }

        Records.Remove(stream);
    }

    /// <summary>What a machine's actor says of itself, after it changed.</summary>
    public void OnMachineSaid(MachineName name, string state)
    {
        var journaled = Records.Machines.GetValueOrDefault(name)?.State.Word;
        if (journaled is not null && journaled != state)
        {
            Fail(Rules.ReplayedIsLive, $"machine {name} says that it is {state}, its journal {journaled}");
        }
    }

    public void OnSessionSaid(SessionId id, string state)
    {
        var journaled = Records.Sessions.GetValueOrDefault(id)?.State.Word;
        if (journaled is not null && journaled != state)
        {
            Fail(Rules.ReplayedIsLive, $"session {id} says that it is {state}, its journal {journaled}");
        }
    }

    public void OnProcessDied()
    {
        Machines.OnProcessDied();
        Paths.OnProcessDied();
        Guests.OnProcessDied();
        Serving.OnProcessDied();
        foreach (var machine in Records.Machines.Values)
        {
            machine.TamperingTold = null;
        }

        foreach (var session in Records.Sessions.Values.ToList())
        {
            session.Line = null;
            if (session.Sequence == 0)
            {
                Records.Remove(session.Name);
            }
        }
    }

    public void AfterStep()
    {
        Paths.AfterStep();
        Guests.AfterStep();
    }
}
