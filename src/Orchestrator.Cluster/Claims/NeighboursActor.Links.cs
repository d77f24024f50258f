using System.Collections.Immutable;
using Orchestrator.Cluster.Links;
using Orchestrator.Core.Cluster;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Cluster.Claims;

/// <content>The links that this node makes to the others, for its own sessions.</content>
internal sealed partial class NeighboursActor
{
    private readonly Dictionary<NodeName, Owner> _owners = [];
    private readonly HashSet<INodeLink> _endedEarly = [];
    private ImmutableSortedSet<NodeName>? _membersSeen;
    private IReadOnlyList<NodeName> _nearest = [];

    private void ReceiveFromLinks(NeighbourMessage message)
    {
        switch (message)
        {
            case LinkMade made:
                OnMade(made);
                break;
            case LinkNotMade failed:
                OnNotMade(failed);
                break;
            case Beat:
                OnBeat();
                break;
            case LinkSaid { Message: null } ended:
                OnEnded(ended.Link);
                break;
            case LinkSaid said when OwnerOf(said.Link.Node).Link == said.Link:
                OwnerOf(said.Link.Node).HeardAt = Context.Time.GetTimestamp();
                OnOwnerSaid(said.Link, said.Message!);
                break;
            default:
                ReceiveFromEntries(message);
                break;
        }
    }

    private void OnOwnerSaid(INodeLink link, NodeMessage message)
    {
        switch (message)
        {
            case ClaimKept kept:
                OnKept(link, kept);
                break;
            case ClaimRefused refused:
                OnRefused(link.Node, refused.Session);
                break;
            case ClaimLost lost:
                OnLost(link.Node, lost);
                break;
            case ClaimReturned returned:
                _abandoned.Remove((link.Node, returned.Session));
                _held.Remove((link.Node, returned.Machine, returned.Session));
                break;
            case ClaimGone gone:
                OnGone(link.Node, gone);
                break;
            case ClaimChannels channels
                when _held.TryGetValue((link.Node, channels.Machine, channels.Session), out var held):
                ToSession(held, new ChannelsOpen(channels.Machine, channels.Open));
                break;
        }
    }

    private Owner OwnerOf(NodeName node)
    {
        if (!_owners.TryGetValue(node, out var owner))
        {
            _owners.Add(node, owner = new Owner());
        }

        return owner;
    }

    /// <summary>A claim should not wait for a handshake, and a node that was started again says so before it is
    /// missed.</summary>
    private void CallOwners()
    {
        var members = coordinator.Snapshot.Members.TakingClaims;
        if (!ReferenceEquals(members, _membersSeen))
        {
            _membersSeen = members;
            _nearest = [.. ClaimOrder.Nearest(coordinator.Node, members, options.WarmLinksMax)];
        }

        foreach (var node in _nearest.Union(_held.Values.Select(held => held.Owner)))
        {
            Call(node);
        }
    }

    private void Call(NodeName node)
    {
        var owner = OwnerOf(node);
        if (owner.IsCalling || owner.Link is not null
            || coordinator.Snapshot.Find(node)?.Announcement?.Address is not { } address)
        {
            return;
        }

        owner.IsCalling = true;
        var self = Context.Self;
        Context.PipeToSelf(
            network.ConnectAsync(
                node, address, (link, message) => self.Tell(new LinkSaid(link, message)), Context.Stopping),
            link => new LinkMade(node, link),
            error => new LinkNotMade(node, error));
    }

    private void OnMade(LinkMade made)
    {
        var (owner, node) = (OwnerOf(made.Node), made.Node);
        owner.IsCalling = false;
        owner.Link = made.Link;
        owner.HeardAt = Context.Time.GetTimestamp();
        Context.CancelTimer((node, nameof(OwnerOverdue)));
        Log.Linked(_log, node);
        made.Link.Send(new Hello([.. _held.Values.Where(held => held.Owner == node).Select(held => held.Shown)]));
        foreach (var pending in _pending.Values.Where(pending => pending.Asked == node))
        {
            Ask(pending);
        }

        var hasEnded = _endedEarly.Contains(made.Link);
        _endedEarly.RemoveWhere(link => link.Node == node);
        if (hasEnded)
        {
            OnEnded(made.Link);
        }
    }

    private void OnNotMade(LinkNotMade failed)
    {
        OwnerOf(failed.Node).IsCalling = false;
        _endedEarly.RemoveWhere(link => link.Node == failed.Node);
        Log.NotLinked(_log, failed.Node, failed.Error.Message);
        MoveOnFrom(failed.Node);
    }

    private void OnEnded(INodeLink link)
    {
        var owner = OwnerOf(link.Node);
        if (owner.Link == link)
        {
            owner.Link = null;
            Log.Unlinked(_log, link.Node);
            Context.StartTimer(
                (link.Node, nameof(OwnerOverdue)), options.OwnerGrace, new OwnerOverdue(link.Node));

            // The node ends what the next greeting does not name.
            foreach (var one in _abandoned.Keys.Where(one => one.Owner == link.Node).ToList())
            {
                _abandoned.Remove(one);
            }

            MoveOnFrom(link.Node);
        }
        else if (!OnEntryEnded(link) && owner.IsCalling)
        {
            // It ended before this actor knew that it was made.
            _endedEarly.Add(link);
        }
    }

    private void MoveOnFrom(NodeName node)
    {
        foreach (var pending in _pending.Values.Where(pending => pending.Asked == node).ToList())
        {
            AskNext(pending);
        }
    }

    private void OnBeat()
    {
        CallOwners();
        GiveUpTheDowned();
        foreach (var owner in _owners.Values.Where(owner => owner.Link is not null).ToList())
        {
            owner.Link!.Send(new Ping());
            CloseIfSilent(owner.Link, owner.HeardAt);
        }

        foreach (var ((node, session), pool) in _abandoned)
        {
            OwnerOf(node).Link?.Send(new EndClaim(pool, session, null, Touched: false));
        }

        // The owner's pool may have been restarted and have forgotten that this node waits for an answer.
        foreach (var held in _held.Values.Where(held => held.IsEnded))
        {
            OwnerOf(held.Owner).Link?.Send(held.End);
        }

        foreach (var entry in _entries.Values.ToList())
        {
            CloseIfSilent(entry.Link, entry.HeardAt);
        }
    }

    /// <summary>A server that lost its power does not end its links.</summary>
    private void CloseIfSilent(INodeLink link, long heardAt)
    {
        if (Context.Time.GetElapsedTime(heardAt) > options.SilenceMax)
        {
            link.Close();
        }
    }

    private void CloseLinks()
    {
        foreach (var link in _owners.Values.Select(owner => owner.Link).OfType<INodeLink>()
            .Concat(_entries.Values.Select(entry => entry.Link)))
        {
            link.Close();
        }
    }
}
