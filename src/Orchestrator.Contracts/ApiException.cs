namespace Orchestrator.Contracts;

/// <summary>The daemon answered, and not with what was asked for.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">What a program can compare, such as `pool-unknown`.</param>
/// <param name="message">What a person can act on.</param>
public sealed class ApiException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;
}
