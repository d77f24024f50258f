using Orchestrator.Coordination;
using Orchestrator.Core.Cluster;
using Orchestrator.Simulation.Chance;

namespace Orchestrator.Simulation.Nodes;

/// <summary>An operator of the whole branch: lets nodes leave, gives them up, changes the pool's size. Orders that fail
/// are not repeated; in the end everybody is called back.</summary>
internal sealed class NodesOperator(NodesWorld nodes)
{
    private readonly HashSet<NodeName> _left = [];
    private bool _givesUp;

    /// <summary>Once a second.</summary>
    public void Look()
    {
        if (nodes.Strikes(FaultKind.MemberOrdered))
        {
            Order();
        }

        GiveUpOne();
        if (nodes.Strikes(FaultKind.BranchResized))
        {
            Resize(nodes.Random.Between(0, nodes.Plan.Capacities.Sum()));
        }
    }

    /// <summary>Takes back all that keeps the branch from being full; called until it is.</summary>
    public void Restore()
    {
        foreach (var server in nodes.Servers)
        {
            server.Operator.Restore();
            Return(server);
        }

        if (Definition() is { } pool && pool.Definition.Size != nodes.Plan.PoolSize)
        {
            Resize(nodes.Plan.PoolSize);
        }
    }

    /// <summary>Whoever left by an order comes back with a fresh process.</summary>
    private void Return(NodeServer server)
    {
        if (server.Process?.Part is { Status: MemberStatus.Removed or null } && _left.Remove(server.World.Node))
        {
            server.Kill(silently: false);
            server.Start();
        }
    }

    private void Order()
    {
        if (Somebody() is not { } teller)
        {
            return;
        }

        var node = nodes.Servers[nodes.Random.Next(nodes.Servers.Count)].World.Node;
        if (nodes.Random.Chance(0.5))
        {
            _left.Add(node);
            Tell(teller, node, new LeaveBranch());
        }
        else
        {
            _givesUp = true;
            Tell(teller, node, new DownMember());
        }
    }

    /// <summary>Who means to give a node up waits until there is one that cannot be reached; any other one is
    /// refused.</summary>
    private void GiveUpOne()
    {
        if (!_givesUp || nodes.IsCalm || Somebody() is not { } teller)
        {
            return;
        }

        var unreachable = teller.Snapshot.Members.Values
            .FirstOrDefault(member => !member.IsReachable && member.State.Status == MemberStatus.Up);
        if (unreachable is not null)
        {
            _givesUp = false;
            Tell(teller, unreachable.Node, new DownMember());
        }
    }

    private void Tell(EtcdCoordinator teller, NodeName node, MemberCommand command)
    {
        nodes.Say($"the operator tells {node}: {command}");
        Forget(teller.ChangeMemberAsync(node, command, null, CancellationToken.None));
    }

    private void Resize(int size)
    {
        if (Somebody() is { } teller && Definition() is { } pool)
        {
            nodes.Say($"the operator gives the branch's pool {size} slots");
            Forget(teller.DefinePoolAsync(
                pool.Definition with { Size = size }, pool.Revision, CancellationToken.None));
        }
    }

    private BranchPool? Definition() => Somebody()?.Snapshot.Pools.Values.FirstOrDefault();

    /// <summary>A node that can speak for itself in the branch.</summary>
    private EtcdCoordinator? Somebody() => nodes.Servers
        .Where(server => server.Process is { IsStalled: false, Part.Coordinator.HoldsLease: true })
        .Select(server => server.Process!.Part!.Coordinator).FirstOrDefault();

    /// <summary>What comes of it is seen in the branch.</summary>
    private static void Forget(Task order) => _ = order.ContinueWith(
        static done => done.Exception,
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
