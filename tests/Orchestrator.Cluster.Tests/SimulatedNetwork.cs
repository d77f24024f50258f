using Orchestrator.Cluster.Links;
using Orchestrator.Core.Cluster;

namespace Orchestrator.Cluster.Tests;

/// <summary>The links of a branch in memory. Every message passes as the bytes that it would be.</summary>
internal sealed class SimulatedNetwork
{
    private readonly Lock _gate = new();
    private readonly Dictionary<NodeName, Action<INodeLink, NodeMessage?>> _served = [];
    private readonly List<SimulatedLink> _links = [];
    private readonly HashSet<(NodeName, NodeName)> _cut = [];

    /// <summary>Whether a message, from a node to a node, is lost; null: none is.</summary>
    public Func<NodeName, NodeName, NodeMessage, bool>? Loses { get; set; }

    /// <summary>Whether a message arrives twice; null: none does.</summary>
    public Func<NodeMessage, bool>? Doubles { get; set; }

    public INodeNetwork Of(NodeName node) => new Side(this, node);

    /// <summary>Ends every link between two nodes; none can be made until they are joined.</summary>
    public void Cut(NodeName one, NodeName other)
    {
        lock (_gate)
        {
            _cut.Add((one, other));
            _cut.Add((other, one));
        }

        CloseWhere(link => link.Between(one, other));
    }

    public void Join(NodeName one, NodeName other)
    {
        lock (_gate)
        {
            _cut.Remove((one, other));
            _cut.Remove((other, one));
        }
    }

    /// <summary>The node's process is gone.</summary>
    public void Kill(NodeName node)
    {
        lock (_gate)
        {
            _served.Remove(node);
        }

        CloseWhere(link => link.Touches(node));
    }

    private void CloseWhere(Func<SimulatedLink, bool> chosen)
    {
        List<SimulatedLink> links;
        lock (_gate)
        {
            links = [.. _links.Where(chosen)];
            _links.RemoveAll(link => chosen(link));
        }

        links.ForEach(link => link.Close());
    }

    private SimulatedLink Connect(NodeName from, NodeName to, Action<INodeLink, NodeMessage?> observer)
    {
        lock (_gate)
        {
            if (_cut.Contains((from, to)) || !_served.TryGetValue(to, out var serve))
            {
                throw new NodeLinkException(NodeLinkFault.Unreachable, $"{to} cannot be reached from {from}");
            }

            var caller = new SimulatedLink(this, from, to, observer);
            var called = new SimulatedLink(this, to, from, serve) { Other = caller };
            caller.Other = called;
            _links.Add(caller);
            return caller;
        }
    }

    private sealed class Side(SimulatedNetwork network, NodeName own) : INodeNetwork
    {
        public Task<INodeLink> ConnectAsync(
            NodeName node, string address, Action<INodeLink, NodeMessage?> observer, CancellationToken cancellation)
        {
            try
            {
                return Task.FromResult<INodeLink>(network.Connect(own, node, observer));
            }
            catch (NodeLinkException error)
            {
                return Task.FromException<INodeLink>(error);
            }
        }

        public void Serve(Action<INodeLink, NodeMessage?> observer)
        {
            lock (network._gate)
            {
                network._served[own] = observer;
            }
        }
    }

    private sealed class SimulatedLink(
        SimulatedNetwork network, NodeName own, NodeName node, Action<INodeLink, NodeMessage?> observer) : INodeLink
    {
        private int _closed;

        public NodeName Node => node;

        public SimulatedLink? Other { get; set; }

        public bool Between(NodeName one, NodeName other) => Touches(one) && Touches(other);

        public bool Touches(NodeName one) => own == one || node == one;

        public void Send(NodeMessage message)
        {
            if (Volatile.Read(ref _closed) == 1 || network.Loses?.Invoke(own, node, message) == true)
            {
                return;
            }

            Other!.Take(message);
            if (network.Doubles?.Invoke(message) == true)
            {
                Other.Take(message);
            }
        }

        public void Close()
        {
            End();
            Other!.End();
        }

        private void End()
        {
            if (Interlocked.Exchange(ref _closed, 1) == 0)
            {
                observer(this, null);
            }
        }

        private void Take(NodeMessage message)
        {
            using var bytes = new MemoryStream(NodeFrames.Encode(message));
            var read = NodeFrames.ReadAsync(bytes, CancellationToken.None);
            Assert.True(read.IsCompletedSuccessfully, $"{message} could not be read: {read.Exception}");
            if (Volatile.Read(ref _closed) == 0)
            {
                observer(this, read.Result);
            }
        }
    }
}
