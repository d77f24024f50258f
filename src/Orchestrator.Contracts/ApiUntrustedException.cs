namespace Orchestrator.Contracts;

/// <summary>The daemon's certificate is not believed, or the caller's was not.</summary>
public sealed class ApiUntrustedException(ApiTarget target, string message, Exception? inner = null)
    : Exception($"{target}: {message}", inner)
{
    public ApiTarget Target { get; } = target;
}
