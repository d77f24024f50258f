using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;

namespace Orchestrator.Daemon.Configuration;

/// <param name="Settings">The pool's rules.</param>
/// <param name="SignalPort">The TCP port on which kiosks ask for a machine of this pool.</param>
/// <param name="Machine">What one machine needs, for a branch's plan.</param>
internal sealed record PoolOptions(PoolSettings Settings, int SignalPort, MachineSize Machine);
