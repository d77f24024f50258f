using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;

namespace Orchestrator.Drivers.ConsolePath;

/// <summary>The console of another node's machine.</summary>
/// <param name="Owner">The node.</param>
/// <param name="Machine">Its machine.</param>
public sealed record RemoteConsole(NodeName Owner, MachineName Machine);
