namespace Orchestrator.Relay;

/// <summary>A fault of the relay. The message names the port and what to do next.</summary>
public sealed class RelayException(RelayFault fault, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public RelayFault Fault { get; } = fault;
}
