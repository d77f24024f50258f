namespace Orchestrator.Pool.Machines;

/// <summary>An operation on a machine failed or passed its deadline; the machine's supervisor restarts it.</summary>
internal sealed class StuckOperationException(string message, Exception? inner = null) : Exception(message, inner);
