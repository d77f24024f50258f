using System.Net;

namespace Orchestrator.Daemon.Configuration;

/// <param name="Address">Where kiosks connect their SPICE client; default all addresses.</param>
/// <param name="Port">underVDI's vdi_spice_port; default 5906.</param>
/// <param name="ConnectionsPerSessionMax">SPICE opens one connection a channel: some ten with sound and four USB
/// channels.</param>
/// <param name="ConnectionsMax">Connections of all sessions together.</param>
internal sealed record ConsoleOptions(IPAddress Address, int Port, int ConnectionsPerSessionMax, int ConnectionsMax);
