namespace Orchestrator.Contracts;

/// <summary>No daemon answers there.</summary>
public sealed class ApiUnreachableException(ApiTarget target, Exception inner)
    : Exception(
        $"no daemon answers on {target}: {inner.Message}; see whether it runs, or name another host:port", inner)
{
    public ApiTarget Target { get; } = target;
}
