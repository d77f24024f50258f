using Orchestrator.Cluster.Links;
using Orchestrator.Core.Cluster;

namespace Orchestrator.Benchmarks.LargeBranches;

/// <summary>The links between nodes: what is sent arrives later, and in order.</summary>
internal sealed class DistantNetwork(Delays delays)
{
    /// <summary>From node to node in a branch's network, one way.</summary>
    private static readonly TimeSpan Travel = TimeSpan.FromMilliseconds(0.2);

    /// <summary>TCP's handshake and TLS 1.3's, there and back each.</summary>
    private const int TravelsOfACall = 4;

    private readonly Delays _delays = delays;
    private readonly Dictionary<NodeName, Action<INodeLink, NodeMessage?>> _served = [];

    /// <summary>Links that were made.</summary>
    public int Links { get; private set; }

    public INodeNetwork Of(NodeName node) => new Place(this, node);

    private sealed class Place(DistantNetwork network, NodeName own) : INodeNetwork
    {
        public async Task<INodeLink> ConnectAsync(
            NodeName node, string address, Action<INodeLink, NodeMessage?> observer, CancellationToken cancellation)
        {
            await network._delays.WaitAsync(TravelsOfACall * Travel, cancellation).ConfigureAwait(false);
            if (!network._served.TryGetValue(node, out var served))
            {
                throw new NodeLinkException(NodeLinkFault.Unreachable, $"node {node} cannot be reached");
            }

            network.Links++;
            var (caller, called) = (new End(network, node, observer), new End(network, own, served));
            (caller.Other, called.Other) = (called, caller);
            return caller;
        }

        public void Serve(Action<INodeLink, NodeMessage?> observer) => network._served[own] = observer;
    }

    private sealed class End(DistantNetwork network, NodeName node, Action<INodeLink, NodeMessage?> observer)
        : INodeLink
    {
        private DateTimeOffset _last;
        private bool _isClosed;

        public End Other { get; set; } = null!;

        public NodeName Node => node;

        public void Send(NodeMessage message)
        {
            if (!_isClosed)
            {
                Pass(() => Other.Take(message));
            }
        }

        public void Close()
        {
            if (!_isClosed)
            {
                Pass(Other.Finish);
                Finish();
            }
        }

        private void Pass(Action arrive)
        {
            var (now, due) = (network._delays.Now, network._delays.Now + network._delays.Draw(Travel));
            _last = due > _last ? due : _last;
            network._delays.Later(_last - now, arrive);
        }

        private void Finish()
        {
            if (!_isClosed)
            {
                _isClosed = true;
                observer(this, null);
            }
        }

        private void Take(NodeMessage message)
        {
            if (!_isClosed)
            {
                observer(this, message);
            }
        }
    }
}
