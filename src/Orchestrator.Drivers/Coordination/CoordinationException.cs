namespace Orchestrator.Drivers.Coordination;

/// <summary>A fault of the coordination or of the store under it. The message names the thing, the value, the rule and
/// what to do next.</summary>
public sealed class CoordinationException(CoordinationFault fault, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public CoordinationFault Fault { get; } = fault;
}
