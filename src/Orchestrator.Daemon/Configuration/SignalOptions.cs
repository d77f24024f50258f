using System.Net;

namespace Orchestrator.Daemon.Configuration;

/// <param name="Address">Where kiosks signal; default all addresses.</param>
/// <param name="Port">Signal port of the first pool; default 5905. Further pools name their own.</param>
/// <param name="ConnectionsMax">Open signal connections of all kiosks together.</param>
/// <param name="ConnectionsPerKioskMax">Open signal connections of one address.</param>
/// <param name="SignalsPerKioskPerMinuteMax">Signals of one address a minute, and how many of them at once.</param>
internal sealed record SignalOptions(
    IPAddress Address,
    int Port,
    int ConnectionsMax,
    int ConnectionsPerKioskMax,
    int SignalsPerKioskPerMinuteMax);
