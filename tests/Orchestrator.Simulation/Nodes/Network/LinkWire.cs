using Orchestrator.Cluster.Links;
using Orchestrator.Core.Cluster;
using Orchestrator.Simulation.Chance;
using Orchestrator.Simulation.Tracing;

namespace Orchestrator.Simulation.Nodes.Network;

/// <summary>A link that messages go by. Every message passes as the bytes that it would be.</summary>
internal sealed class LinkWire : IWire
{
    /// <summary>Messages that may wait to be written, as of the real link.</summary>
    private const int WaitingMax = 4_096;

    private readonly NodeNetwork _network;
    private readonly End _called;

    public LinkWire(
        NodeNetwork network, NodeEnd caller, NodeEnd called, Action<INodeLink, NodeMessage?> atCaller,
        Action<INodeLink, NodeMessage?> atCalled)
    {
        _network = network;
        Way = new Way(caller.Node, called.Node);
        Caller = new End(this, caller, called.Node, atCaller, new Lane(network.Nodes, Way)) { IsKnown = true };
        _called = new End(this, called, caller.Node, atCalled, new Lane(network.Nodes, Way.Back));
        (Caller.Other, _called.Other) = (_called, Caller);
        caller.Add(this);
        called.Add(this);
        network.Add(this);
    }

    public Way Way { get; }

    public End Caller { get; }

    public void OnUnblocked()
    {
        Caller.Lane.Run();
        _called.Lane.Run();
    }

    public void OnKeepAliveFailed()
    {
        Caller.Finish();
        _called.Finish();
        Forget();
    }

    public void OnProcessDied(NodeEnd process, bool silently)
    {
        var (dead, other) = Caller.Process == process ? (Caller, _called) : (_called, Caller);
        dead.IsClosed = true;
        if (silently)
        {
            dead.Lane.Die();
            _network.Nodes.Later(NodeNetwork.KeepAlive, other.Finish);
        }
        else
        {
            dead.Lane.Send(other.Finish);
        }
    }

    private void Forget()
    {
        if (Caller.IsClosed && _called.IsClosed)
        {
            _network.Remove(this);
            Caller.Process.Remove(this);
            _called.Process.Remove(this);
        }
    }

    internal sealed class End(
        LinkWire wire, NodeEnd process, NodeName node, Action<INodeLink, NodeMessage?> observer, Lane lane) : INodeLink
    {
        public NodeName Node => node;

        public NodeEnd Process => process;

        public Lane Lane => lane;

        public End Other { get; set; } = null!;

        public bool IsClosed { get; set; }

        /// <summary>Whether its process knows of it: the called one does from the first message on.</summary>
        public bool IsKnown { get; set; }

        private NodesWorld Nodes => wire._network.Nodes;

        public void Send(NodeMessage message)
        {
            if (IsClosed)
            {
                return;
            }

            if (lane.Waiting >= WaitingMax || Nodes.Strikes(FaultKind.LinkReset))
            {
                Close();
                return;
            }

            var bytes = NodeFrames.Encode(message);
            lane.Send(() => Other.Take(bytes));
        }

        /// <summary>Both ends hear of it, this one at once.</summary>
        public void Close()
        {
            if (!IsClosed)
            {
                lane.Send(Other.Finish);
                Finish();
            }
        }

        public void Finish()
        {
            if (IsClosed)
            {
                return;
            }

            IsClosed = true;
            if (IsKnown && !process.IsDead)
            {
                observer(this, null);
            }

            wire.Forget();
        }

        private void Take(byte[] bytes)
        {
            if (IsClosed || process.IsDead)
            {
                return;
            }

            using var stream = new MemoryStream(bytes);
            var message = NodeFrames.ReadAsync(stream, CancellationToken.None).GetAwaiter().GetResult()!;
            Nodes.Trace.Add(TraceKind.Network, bytes);
            if (Nodes.Trace.IsWritten)
            {
                Nodes.Trace.Write($"network: {node} to {process.Node}: {message}");
            }

            IsKnown = true;
            observer(this, message);
        }
    }
}
