namespace Orchestrator.Contracts;

/// <summary>The body of every answer that is not a success.</summary>
/// <param name="Code">What a program can compare, such as <c>pool-unknown</c>.</param>
/// <param name="Message">What a person can act on.</param>
public sealed record ErrorBody(string Code, string Message);
