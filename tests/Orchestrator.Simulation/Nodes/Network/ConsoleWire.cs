using Orchestrator.Cluster.Links;
using Orchestrator.Core.Machines;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Simulation.Branch;

namespace Orchestrator.Simulation.Nodes.Network;

/// <summary>A kiosk's console connection on its way from the node that it reached to the one that has the
/// machine.</summary>
internal sealed class ConsoleWire : IWire
{
    private readonly World _entry;
    private readonly NodesWorld _nodes;
    private readonly ConsoleGrant _grant;
    private readonly Action<World, MachineName?> _reached;
    private readonly Action _cut;
    private readonly Lane _there;
    private readonly Lane _back;
    private GuestWay? _way;
    private Action? _leaving;
    private bool _isOver;

    /// <param name="entry">The server that the kiosk reached.</param>
    /// <param name="grant">Its way.</param>
    /// <param name="reached">Called when it has come through.</param>
    /// <param name="cut">Called when it does not, or ends from the other node.</param>
    public ConsoleWire(World entry, ConsoleGrant grant, Action<World, MachineName?> reached, Action cut)
    {
        (_entry, _nodes, _grant, _reached, _cut) = (entry, entry.Nodes!, grant, reached, cut);
        Way = new Way(entry.Node, grant.Remote!.Owner);
        (_there, _back) = (new Lane(_nodes, Way), new Lane(_nodes, Way.Back));
        if (_nodes.Network.IsOpen(Way))
        {
            _nodes.Network.Add(this);
            _there.Send(Arrive);
        }
        else
        {
            _nodes.Later(NodeNetwork.CallDeadline, Cut);
        }
    }

    public Way Way { get; }

    private World Owner => _nodes.Find(Way.To).World;

    /// <summary>The kiosk's end has gone.</summary>
    public void Leave()
    {
        if (!_isOver)
        {
            _isOver = true;
            _there.Send(LeaveOwner);
        }
    }

    /// <summary>The process at the kiosk's end died.</summary>
    public void OnEntryDied(bool silently)
    {
        _isOver = true;
        if (silently)
        {
            _there.Die();
            _nodes.Later(NodeNetwork.KeepAlive, LeaveOwner);
        }
        else
        {
            _there.Send(LeaveOwner);
        }
    }

    public void OnUnblocked()
    {
        _there.Run();
        _back.Run();
    }

    public void OnKeepAliveFailed()
    {
        _there.Die();
        _back.Die();
        LeaveOwner();
        Cut();
    }

    /// <summary>The owner's process died.</summary>
    public void OnOwnerDied(bool silently)
    {
        _leaving = null;
        _way = null;
        if (silently)
        {
            _back.Die();
            _nodes.Later(NodeNetwork.KeepAlive, Cut);
        }
        else
        {
            _back.Send(Cut);
        }
    }

    private void Arrive()
    {
        if (Owner.Process is not { IsStalled: false, Part: { } part } || _isOver)
        {
            Refuse();
            return;
        }

        var remote = _grant.Remote!;
        if (part.SkipsWays)
        {
            Reach();
            return;
        }

        var way = part.Consoles.Find(Way.From, new OpenConsole(_grant.Session, remote.Machine));
        Action leaving = OnClosedByOwner;
        if (way?.TryAdmit(leaving) != true)
        {
            Refuse();
            return;
        }

        (_way, _leaving) = (way, leaving);
        _nodes.Find(Way.To).Consoles.Add(this);
        Reach();
    }

    private void Reach()
    {
        var machine = Owner.Checker.Guests.OnAdmitted(
            Way.From, _grant.Session, _grant.Kiosk, _grant.Remote!.Machine);
        _nodes.Say($"network: {_grant} reached {machine} of {Way.To}");
        _back.Send(() =>
        {
            if (!_isOver)
            {
                _reached(Owner, machine);
            }
        });
    }

    private void Refuse()
    {
        _nodes.Say($"network: {_grant} is refused by {Way.To}");
        _back.Send(Cut);
    }

    /// <summary>Called under the way's lock.</summary>
    private void OnClosedByOwner()
    {
        (_way, _leaving) = (null, null);
        _nodes.Find(Way.To).Consoles.Remove(this);
        _back.Send(Cut);
    }

    private void LeaveOwner()
    {
        if (_way is { } way && _leaving is { } leaving)
        {
            (_way, _leaving) = (null, null);
            _nodes.Find(Way.To).Consoles.Remove(this);
            way.Leave(leaving);
        }

        _nodes.Network.Remove(this);
    }

    private void Cut()
    {
        _nodes.Network.Remove(this);
        if (!_isOver)
        {
            _isOver = true;
            if (_entry.Process is not null)
            {
                _cut();
            }
        }
    }
}
