using Orchestrator.Core.Machines;

namespace Orchestrator.Drivers.Hypervisor;

/// <summary>What the hypervisor reports by itself.</summary>
public abstract record HypervisorEvent;

/// <summary>The machine's domain stopped, crashed, was destroyed or rebooted: whoever used it is no longer
/// there.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Detail">How, in the hypervisor's words: <c>shutdown</c>, <c>crashed</c>, <c>rebooted</c> …</param>
public sealed record MachineStopped(MachineName Machine, string Detail) : HypervisorEvent;

/// <summary>A client passed authentication on one channel of the machine's console. Comes once per channel.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Client">The client's end, <c>address:port</c>, as the hypervisor sees it (the relay's own
/// socket).</param>
public sealed record ConsoleChannelOpened(MachineName Machine, string Client) : HypervisorEvent;

/// <summary>A channel of the machine's console closed, or a connection that never got through its handshake
/// ended.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Client">The client's end, as in <see cref="ConsoleChannelOpened"/>.</param>
public sealed record ConsoleChannelClosed(MachineName Machine, string Client) : HypervisorEvent;

/// <summary>The connection to the hypervisor was lost; calls fail until it is back.</summary>
public sealed record HypervisorLost(string Detail) : HypervisorEvent;

/// <summary>The connection is back; events may have been missed, so an inventory is due.</summary>
public sealed record HypervisorReconnected : HypervisorEvent;

/// <summary>Calls are overdue or slow time after time, although the connection lives. They are still made.</summary>
/// <param name="Detail">Which kind of call, and how slow.</param>
public sealed record HypervisorDegraded(string Detail) : HypervisorEvent;

/// <summary>Calls come back in normal time again, or none was slow for a while.</summary>
public sealed record HypervisorRecovered : HypervisorEvent;
