using Orchestrator.Coordination.Etcd;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Testing.Coordination;

/// <summary>
/// The simulation's etcd: one linearizable store with leases on a clock of the test's, watches, a history that can be
/// forgotten and a majority that can be lost. It passes the same contract as the real one.
/// </summary>
public sealed class SimulatedStore(TimeProvider time)
{
    private static readonly TimeSpan TimeToLiveMin = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, EtcdPair> _pairs = new(StringComparer.Ordinal);
    private readonly List<IReadOnlyList<EtcdChange>> _history = [];
    private readonly Dictionary<long, SimulatedLease> _leases = [];
    private readonly List<SimulatedWatch> _watches = [];
    private long _revision = 1;
    private long _compacted;
    private long _lastLease;
    private bool _hasQuorum = true;

    /// <summary>Every change as it is written, whoever watches or not; called under a lock.</summary>
    internal event Action<IReadOnlyList<EtcdChange>>? Written;

    /// <summary>Whether a majority of members can speak to each other. Coming back gives every lease a full life anew,
    /// as a new leader does.</summary>
    public bool HasQuorum
    {
        get => _hasQuorum;
        set
        {
            _hasQuorum = value;
            List<SimulatedWatch> ended = [];
            lock (_gate)
            {
                foreach (var lease in _leases.Values)
                {
                    lease.Arm(value);
                }

                if (!value)
                {
                    ended = [.. _watches];
                    _watches.Clear();
                }
            }

            ended.ForEach(watch => watch.End(NoLeader()));
        }
    }

    /// <summary>A node's connection to it.</summary>
    public SimulatedConnection Connect() => new(this);

    /// <summary>Forgets every change so far.</summary>
    public void Compact()
    {
        lock (_gate)
        {
            _compacted = _revision;
            _history.RemoveAll(changes => changes[0].Pair.ModRevision < _compacted);
        }
    }

    internal void Compact(long revision)
    {
        lock (_gate)
        {
            _compacted = revision;
        }
    }

    internal EtcdListing Range(EtcdRange range)
    {
        RequireQuorum();
        lock (_gate)
        {
            return new EtcdListing(_revision, [.. _pairs.Values.Where(pair => range.Contains(pair.Key))]);
        }
    }

    internal EtcdOutcome Commit(EtcdTransaction transaction)
    {
        RequireQuorum();
        EtcdOutcome outcome;
        lock (_gate)
        {
            var holds = transaction.Conditions.All(Holds);
            var operations = holds ? transaction.Then : transaction.Otherwise;
            RequireLeases(operations);
            var read = operations.OfType<ReadKey>()
                .Select(operation => _pairs.GetValueOrDefault(operation.Key)).OfType<EtcdPair>().ToList();
            Write(operations);
            outcome = new EtcdOutcome(holds, _revision, read);
        }

        PumpWatches();
        return outcome;
    }

    internal EtcdLease Grant(TimeSpan timeToLive)
    {
        RequireQuorum();
        lock (_gate)
        {
            var life = timeToLive > TimeToLiveMin ? timeToLive : TimeToLiveMin;
            var id = ++_lastLease;
            _leases.Add(id, new SimulatedLease(time, life, () => Revoke(id)));
            return new EtcdLease(id, life);
        }
    }

    internal TimeSpan? KeepAlive(long id)
    {
        RequireQuorum();
        lock (_gate)
        {
            return _leases.TryGetValue(id, out var lease) ? lease.Renew() : null;
        }
    }

    internal void Revoke(long id)
    {
        RequireQuorum();
        lock (_gate)
        {
            if (!_leases.Remove(id, out var lease))
            {
                return;
            }

            lease.Dispose();
            Write([.. _pairs.Values.Where(pair => pair.Lease == id).Select(pair => new DeleteKey(pair.Key))]);
        }

        PumpWatches();
    }

    internal SimulatedWatch Watch(
        EtcdRange range, long fromRevision, Action<IReadOnlyList<EtcdChange>> observer)
    {
        RequireQuorum();
        var watch = new SimulatedWatch(range, observer);
        lock (_gate)
        {
            if (fromRevision < _compacted)
            {
                watch.End(EtcdWatchEnd.Compacted);
                return watch;
            }

            foreach (var changes in _history.Where(changes => changes[0].Pair.ModRevision >= fromRevision))
            {
                watch.Enqueue(changes);
            }

            _watches.Add(watch);
        }

        watch.Pump();
        return watch;
    }

    internal void Forget(SimulatedWatch watch)
    {
        lock (_gate)
        {
            _watches.Remove(watch);
        }
    }

    private static CoordinationException NoLeader() =>
        new(CoordinationFault.Unreachable, "simulated etcd: no leader");

    private void RequireQuorum()
    {
        if (!_hasQuorum)
        {
            throw NoLeader();
        }
    }

    private bool Holds(EtcdComparison condition) => condition switch
    {
        KeyCreatedAt created => (_pairs.GetValueOrDefault(created.Key)?.CreateRevision ?? 0) == created.Revision,
        KeyModifiedAt modified => (_pairs.GetValueOrDefault(modified.Key)?.ModRevision ?? 0) == modified.Revision,
        _ => throw new InvalidOperationException($"{condition} is not simulated"),
    };

    private void RequireLeases(IEnumerable<EtcdOperation> operations)
    {
        if (operations.OfType<PutKey>().Any(put => put.Lease != 0 && !_leases.ContainsKey(put.Lease)))
        {
            throw new CoordinationException(CoordinationFault.Fenced, "simulated etcd: lease not found");
        }
    }

    /// <summary>All of it at one revision; nothing that changes nothing makes one.</summary>
    private void Write(IReadOnlyList<EtcdOperation> operations)
    {
        var next = _revision + 1;
        var changes = new List<EtcdChange>();
        foreach (var operation in operations)
        {
            if (operation is PutKey put)
            {
                var created = _pairs.GetValueOrDefault(put.Key)?.CreateRevision ?? next;
                _pairs[put.Key] = new EtcdPair(put.Key, put.Value, created, next, put.Lease);
                changes.Add(new EtcdChange(_pairs[put.Key], IsDeleted: false));
            }
            else if (operation is DeleteKey && _pairs.Remove(operation.Key))
            {
                changes.Add(new EtcdChange(new EtcdPair(operation.Key, [], 0, next, 0), IsDeleted: true));
            }
        }

        if (changes.Count > 0)
        {
            _revision = next;
            _history.Add(changes);
            _watches.ForEach(watch => watch.Enqueue(changes));
            Written?.Invoke(changes);
        }
    }

    /// <summary>Outside of the gate: an observer may call the store.</summary>
    private void PumpWatches()
    {
        List<SimulatedWatch> watches;
        lock (_gate)
        {
            watches = [.. _watches];
        }

        watches.ForEach(watch => watch.Pump());
    }
}
