using System.Net;

namespace Orchestrator.Daemon.Configuration;

/// <param name="Address">A loopback address: the API has no credentials, so nobody outside this host may reach
/// it.</param>
/// <param name="Port">Default 9180.</param>
internal sealed record HttpOptions(IPAddress Address, int Port);
