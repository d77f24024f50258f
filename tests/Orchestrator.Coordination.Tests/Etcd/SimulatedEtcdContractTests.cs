using Orchestrator.Coordination.Etcd;
using Orchestrator.Testing.Coordination;
using Orchestrator.Testing.Time;

namespace Orchestrator.Coordination.Tests.Etcd;

public sealed class SimulatedEtcdContractTests : EtcdContract
{
    private protected override Task<IEtcdWorld> CreateAsync() => Task.FromResult<IEtcdWorld>(new World());

    private sealed class World : IEtcdWorld
    {
        private readonly ManualTimeProvider _time = new();
        private readonly SimulatedStore _store;

        public World()
        {
            _store = new SimulatedStore(_time);
            Etcd = _store.Connect();
        }

        public IEtcd Etcd { get; }

        public string Prefix => "/sim/";

        public Task CompactAsync(long revision)
        {
            _store.Compact(revision);
            return Task.CompletedTask;
        }

        public void Pass(TimeSpan duration) => _time.Advance(duration);

        public ValueTask DisposeAsync()
        {
            Etcd.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
