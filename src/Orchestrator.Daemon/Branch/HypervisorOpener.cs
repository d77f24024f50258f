using Orchestrator.Daemon.Configuration;
using Orchestrator.Drivers.Hypervisor;

namespace Orchestrator.Daemon.Branch;

/// <summary>Connects to a hypervisor, now or as soon as it can be reached.</summary>
internal delegate IHypervisor HypervisorOpener(HypervisorOptions options);
