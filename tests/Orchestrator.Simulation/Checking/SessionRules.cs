using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;
using Orchestrator.Simulation.Branch;

namespace Orchestrator.Simulation.Checking;

/// <summary>A session claims what the machine's own journal gave it.</summary>
internal sealed class SessionRules(World world, Checker checker)
{
    /// <summary>Sessions that were connected and are over.</summary>
    public long Served { get; private set; }

    /// <summary>Sessions that got a machine and did not connect.</summary>
    public long Lapsed { get; private set; }

    public void OnEvent(SessionRecord session, SessionEvent @event)
    {
        switch (@event)
        {
            case SessionOffered { Owner: { } owner } offered:
                CheckRemote(session, owner, offered.Machine);
                break;
            case SessionOffered offered when Claim(offered.Machine)?.Session != session.Id:
                checker.Fail(Rules.Acknowledged,
                    $"session {session.Id} has machine {offered.Machine}, which is kept for {Claim(offered.Machine)}");
                break;
            case SessionEnded { MachineReturned: true } when session.State is EndedSession
                && HasServed(session.Id):
                checker.Fail(Rules.TouchedNotOffered,
                    $"session {session.Id} reached a machine and says that it returned it untouched");
                break;
            case SessionEnded when session.State is EndedSession { ConnectedAt: not null }:
                Served++;
                break;
            case SessionEnded when session.State is EndedSession { Offers: > 0 }:
                Lapsed++;
                break;
            case MachineProvedGone when session.State is EndedSession { Machine: { } machine } ended
                && IsThere(ended.Owner, machine):
                checker.Fail(Rules.Gone,
                    $"session {session.Id} was told that machine {machine} is gone; the machine's journal is not");
                break;
        }
    }

    /// <summary>It may have lost the machine meanwhile, but it must have had it.</summary>
    private void CheckRemote(SessionRecord session, NodeName owner, MachineName machine)
    {
        if (!world.Nodes!.Claims.WasKept(owner, machine, world.Node, session.Id))
        {
            checker.Fail(Rules.Acknowledged,
                $"session {session.Id} of {world.Node} has machine {machine} of {owner}, whose journal never said so");
        }
    }

    private SessionClaim? Claim(MachineName machine) =>
        checker.Records.Machines.GetValueOrDefault(machine)?.LastClaim;

    private bool HasServed(SessionId session) => RecordsOfAll().Any(records =>
        records.Machines.Values.Any(machine => machine.Served == session));

    private IEnumerable<Records> RecordsOfAll() =>
        world.Nodes?.Servers.Select(server => server.World.Checker.Records) ?? [checker.Records];

    private bool IsThere(NodeName? owner, MachineName name)
    {
        if (owner is { } given && world.Nodes!.StoreRules.IsGivenUp(given))
        {
            // It owes no proof, and deletes all of its machines should it return.
            return false;
        }

        var records = owner is { } node ? world.Nodes!.Find(node).World.Checker.Records : checker.Records;
        return records.Machines.TryGetValue(name, out var machine) && machine.State is not GoneMachine;
    }
}
