using Orchestrator.Cluster.Links;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Pool.Pools;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Cluster.Claims;

/// <content>What the other nodes want of this one, for their sessions.</content>
internal sealed partial class NeighboursActor
{
    private readonly Dictionary<NodeName, Entry> _entries = [];
    private readonly Dictionary<(NodeName Entry, SessionId Session), GuestClaim> _guests = [];

    /// <summary>A node that cannot speak for itself in the branch, or leaves it, serves nobody else.</summary>
    private bool TakesClaims => coordinator.HoldsLease
        && coordinator.Snapshot.Find(coordinator.Node)?.State.Status == MemberStatus.Up;

    private void ReceiveFromEntries(NeighbourMessage message)
    {
        switch (message)
        {
            case LinkSaid { Message: Hello hello } said:
                OnHello(said.Link, hello);
                break;
            case LinkSaid said when _entries.TryGetValue(said.Link.Node, out var entry) && entry.Link == said.Link:
                _entries[said.Link.Node] = entry with { HeardAt = Context.Time.GetTimestamp() };
                OnEntrySaid(said.Link, said.Message!);
                break;
            case EntryOverdue overdue when !_entries.ContainsKey(overdue.Node):
                Log.EntryGone(_log, overdue.Node);
                ToGuestsOf(overdue.Node, new EntryGone());
                break;
            case GuestReported reported:
                OnReported(reported.Entry, reported.Report);
                break;
        }
    }

    private void OnEntrySaid(INodeLink link, NodeMessage message)
    {
        switch (message)
        {
            case ClaimMachine claim:
                OnClaim(link, claim);
                break;
            case TouchClaim touch when _guests.TryGetValue((link.Node, touch.Session), out var guest)
                && guest.Machine == touch.Machine:
                ToGuest(link.Node, touch.Session, guest.Pool, new GuestTouched());
                break;
            case EndClaim end:
                EndGuest(link.Node, end);
                break;
            case Ping:
                link.Send(new Pong());
                break;
        }
    }

    /// <summary>The newest link of a node counts: what an older one still brings would be out of order.</summary>
    private void OnHello(INodeLink link, Hello hello)
    {
        var node = link.Node;
        var earlier = _entries.GetValueOrDefault(node);
        _entries[node] = new Entry(link, Context.Time.GetTimestamp());
        earlier?.Link.Close();
        Context.CancelTimer((node, nameof(EntryOverdue)));
        var live = new HashSet<SessionId>();
        foreach (var held in hello.Held)
        {
            var known = _guests.GetValueOrDefault((node, held.Session));
            if (held.Ended)
            {
                EndGuest(node, new EndClaim(held.Machine.Slot.Pool, held.Session, held.Machine, held.Touched));
            }
            else if (known?.Machine == held.Machine)
            {
                live.Add(held.Session);
                ToGuest(node, held.Session, known.Pool, new EntryBack());
                if (held.Touched)
                {
                    ToGuest(node, held.Session, known.Pool, new GuestTouched());
                }
            }
            else
            {
                link.Send(new ClaimLost(held.Session, held.Machine));
            }
        }

        // Of these the node knows nothing: it was started again, or their answer was lost with a link.
        foreach (var (key, guest) in _guests.Where(one => one.Key.Entry == node && !live.Contains(one.Key.Session)))
        {
            ToGuest(node, key.Session, guest.Pool, new EntryGone());
        }
    }

    private void OnClaim(INodeLink link, ClaimMachine claim)
    {
        var (node, session) = (link.Node, claim.Session);
        var isGivenUp = coordinator.Snapshot.Find(node) is { IsGivenUp: true };
        if (!TakesClaims || isGivenUp || !_pools.TryGetValue(claim.Pool, out var pool))
        {
            link.Send(new ClaimRefused(session));
            return;
        }

        _guests.TryAdd((node, session), new GuestClaim(claim.Pool, null));
        pool.Tell(new ClaimForGuest(new SessionClaim(session, claim.Kiosk) { Entry = node }, Reporter(node)));
    }

    private void EndGuest(NodeName node, EndClaim end)
    {
        if (_pools.TryGetValue(end.Pool, out var pool))
        {
            pool.Tell(new EndGuest(node, end.Session, end.Machine, end.Touched, Reporter(node)));
        }
    }

    private Action<GuestReport> Reporter(NodeName node)
    {
        var self = Context.Self;
        return report => self.Tell(new GuestReported(node, report));
    }

    private void OnReported(NodeName node, GuestReport report)
    {
        var key = (node, report.Session);
        var message = ToMessage(report);
        switch (report)
        {
            case GuestKept kept when _guests.TryGetValue(key, out var guest):
                _guests[key] = guest with { Machine = kept.Machine };
                Log.Lent(_log, kept.Machine, node, kept.Session);
                break;
            case GuestRefused:
                _guests.Remove(key);
                break;
            case GuestLost or GuestReturned or GuestGone when _guests.TryGetValue(key, out var guest)
                && (guest.Machine is null || guest.Machine == MachineOf(report)):
                _guests.Remove(key);
                break;
        }

        _entries.GetValueOrDefault(node)?.Link.Send(message);
    }

    private static MachineName? MachineOf(GuestReport report) => report switch
    {
        GuestLost lost => lost.Machine,
        GuestReturned returned => returned.Machine,
        GuestGone gone => gone.Machine,
        _ => null,
    };

    private static NodeMessage ToMessage(GuestReport report) => report switch
    {
        GuestKept kept => new ClaimKept(kept.Session, kept.Machine),
        GuestLost lost => new ClaimLost(lost.Session, lost.Machine),
        GuestReturned returned => new ClaimReturned(returned.Session, returned.Machine),
        GuestGone gone => new ClaimGone(gone.Session, gone.Machine),
        GuestChannels channels => new ClaimChannels(channels.Session, channels.Machine, channels.Open),
        _ => new ClaimRefused(report.Session),
    };

    /// <returns>Whether it was a link of another node's sessions.</returns>
    private bool OnEntryEnded(INodeLink link)
    {
        if (_entries.GetValueOrDefault(link.Node)?.Link != link)
        {
            return false;
        }

        _entries.Remove(link.Node);
        Context.StartTimer((link.Node, nameof(EntryOverdue)), options.EntryGrace, new EntryOverdue(link.Node));
        return true;
    }

    private void ToGuestsOf(NodeName node, SessionMessage message)
    {
        foreach (var (key, guest) in _guests.Where(guest => guest.Key.Entry == node))
        {
            ToGuest(node, key.Session, guest.Pool, message);
        }
    }

    private void ToGuest(NodeName node, SessionId session, PoolName pool, SessionMessage message) =>
        _pools[pool].Tell(new ForGuest(node, session, message));
}
