using System.Text.Json;
using Orchestrator.Coordination;
using Orchestrator.Coordination.Branch;
using Orchestrator.Coordination.Etcd;
using Orchestrator.Coordination.Records;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;
using Orchestrator.Simulation.Checking;
using Orchestrator.Simulation.Tracing;

namespace Orchestrator.Simulation.Nodes.Checking;

/// <summary>What is in the store is there by right: one owner an epoch, every write by a node whose own key is the one
/// that it made, the plan by the coordinator of its epoch.</summary>
internal sealed class StoreRules
{
    private readonly NodesWorld _nodes;
    private readonly BranchKeys _keys = new(new CoordinationOptions().Prefix);
    private readonly Dictionary<string, EtcdPair> _pairs = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Key, long Epoch), NodeName> _owners = [];
    private readonly HashSet<(NodeName Node, long Incarnation)> _incarnations = [];

    /// <summary>Machines that nodes had when they were given up.</summary>
    private readonly Dictionary<NodeName, List<MachineName>> _givenUp = [];

    public StoreRules(NodesWorld nodes)
    {
        _nodes = nodes;
        nodes.Store.Written += OnChanges;
    }

    /// <summary>The plan that the store holds.</summary>
    public SlotPlan Plan => _pairs.GetValueOrDefault(_keys.Plan) is { } pair
        ? RecordReader.Plan(pair.Value)
        : SlotPlan.Empty;

    /// <summary>Plans that were written so far.</summary>
    public long Plans { get; private set; }

    public NodeName? Coordinator => _pairs.GetValueOrDefault(_keys.Coordinator) is { } pair
        ? RecordReader.Owner(pair.Value)
        : null;

    /// <summary>Whether the node was given up and has not wiped itself yet.</summary>
    public bool IsGivenUp(NodeName node) => _pairs.GetValueOrDefault(_keys.Member(node)) is { } pair
        && RecordReader.Member(node, pair.Value) is { Status: MemberStatus.Down }
            or { Status: MemberStatus.Removed, Incarnation: > 0 };

    /// <summary>A node's lease, or null: it has no key.</summary>
    public long? LeaseOf(NodeName node) => _pairs.GetValueOrDefault(_keys.Node(node))?.Lease;

    /// <summary>Before a transaction is done.</summary>
    /// <param name="writer">Whose it is.</param>
    /// <param name="ownCreation">Revision at which the writer made its own key; 0: it has none.</param>
    /// <param name="transaction">The transaction.</param>
    /// <returns>What to call with the outcome.</returns>
    public Action<EtcdOutcome> OnCommit(NodeName writer, long ownCreation, EtcdTransaction transaction)
    {
        var own = _pairs.GetValueOrDefault(_keys.Node(writer))?.CreateRevision ?? 0;
        return outcome =>
        {
            var writes = transaction.Then.Where(operation => operation is PutKey or DeleteKey).ToList();
            if (!outcome.Succeeded || writes.Count == 0 || IsTaking(writer, writes))
            {
                return;
            }

            if (own == 0 || own != ownCreation)
            {
                Fail(Rules.Fenced, $"{writer} wrote {writes[0].Key}; its own key was made at {own}, not {ownCreation}");
            }
        };
    }

    private bool IsTaking(NodeName writer, List<EtcdOperation> writes) => writes is [PutKey { Key: var key }]
        && key == _keys.Node(writer);

    private void OnChanges(IReadOnlyList<EtcdChange> changes)
    {
        foreach (var change in changes)
        {
            _nodes.Trace.Add(TraceKind.Store, change.Pair.Key);
            _nodes.Trace.Add(TraceKind.Store, change.Pair.Value);
            _nodes.Say($"store: {change.Pair.ModRevision} {(change.IsDeleted ? "delete" : "put")} {change.Pair.Key} {
                System.Text.Encoding.UTF8.GetString(change.Pair.Value)}");
            if (change.IsDeleted)
            {
                CheckForgotten(change.Pair.Key);
                _pairs.Remove(change.Pair.Key);
                continue;
            }

            CheckOwner(change.Pair);
            CheckMember(change.Pair);
            if (change.Pair.Key == _keys.Plan)
            {
                CheckPlan(change.Pair);
            }

            _pairs[change.Pair.Key] = change.Pair;
        }
    }

    private void CheckOwner(EtcdPair pair)
    {
        if (pair.Key != _keys.Coordinator && !pair.Key.StartsWith(_keys.Shards, StringComparison.Ordinal))
        {
            return;
        }

        var (owner, office) = (RecordReader.Owner(pair.Value), (pair.Key, pair.CreateRevision));
        if (!_owners.TryAdd(office, owner) && _owners[office] != owner)
        {
            Fail(Rules.OneOwner, $"{pair.Key} of epoch {pair.CreateRevision} is {_owners[office]}'s and {owner}'s");
        }
    }

    /// <summary>An incarnation is joined once, and by a node that has nothing of the one before.</summary>
    private void CheckMember(EtcdPair pair)
    {
        if (!pair.Key.StartsWith(_keys.Members, StringComparison.Ordinal))
        {
            return;
        }

        var node = NodeName.Parse(pair.Key[_keys.Members.Length..]);
        var state = RecordReader.Member(node, pair.Value);
        if (state.Status == MemberStatus.Joining && !_incarnations.Add((node, state.Incarnation)))
        {
            Fail(Rules.OneOwner, $"{node} joins as incarnation {state.Incarnation} a second time");
        }

        if (state.Status == MemberStatus.Down)
        {
            _givenUp[node] = MachinesOf(node).ToList();
        }
        else if (state.Status == MemberStatus.Joining && _givenUp.Remove(node, out var had)
            && had.Intersect(MachinesOf(node)).FirstOrDefault() is { Slot.ConsolePort: not 0 } left)
        {
            Fail(Rules.ComesBackEmpty, $"{node} was given up and joins again; it has machine {left} of before");
        }
    }

    private IEnumerable<MachineName> MachinesOf(NodeName node) =>
        _nodes.Find(node).World.Checker.Records.Machines.Values
            .Where(machine => machine.State is not (null or GoneMachine)).Select(machine => machine.MachineName);

    /// <summary>Who left by an order had nothing left, and counts from one when it returns; who was given up may live
    /// on, and has to be known again.</summary>
    private void CheckForgotten(string key)
    {
        if (!key.StartsWith(_keys.Members, StringComparison.Ordinal) || !_pairs.TryGetValue(key, out var pair))
        {
            return;
        }

        var state = RecordReader.Member(NodeName.Parse(key[_keys.Members.Length..]), pair.Value);
        if (state.Status != MemberStatus.Exiting)
        {
            Fail(Rules.OneOwner, $"{state.Node} is forgotten and is {state.Status}");
        }

        _incarnations.RemoveWhere(one => one.Node == state.Node);
    }

    private void CheckPlan(EtcdPair pair)
    {
        Plans++;
        var epoch = JsonSerializer.Deserialize(pair.Value, RecordJson.Default.PlanRecord)!.Epoch;
        if (_pairs.GetValueOrDefault(_keys.Coordinator)?.CreateRevision is not { } term || term != epoch)
        {
            Fail(Rules.Fenced, $"a plan of epoch {epoch} is written; the coordinator is {Coordinator} of epoch "
                + $"{_pairs.GetValueOrDefault(_keys.Coordinator)?.CreateRevision ?? 0}");
        }
    }

    private void Fail(string rule, string text) => _nodes.Verdict.Fail(rule, text);
}
