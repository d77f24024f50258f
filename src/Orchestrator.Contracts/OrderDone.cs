namespace Orchestrator.Contracts;

/// <summary>An operator's order holds.</summary>
/// <param name="Detail">What is so now.</param>
public sealed record OrderDone(string Detail);
