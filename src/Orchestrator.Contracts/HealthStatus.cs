namespace Orchestrator.Contracts;

/// <summary>Whether the node does its work.</summary>
/// <param name="Status"><see cref="Healthy"/> or <see cref="Unhealthy"/>.</param>
/// <param name="Alarms">What is wrong, most urgent first, each with its pool; empty when healthy.</param>
public sealed record HealthStatus(string Status, IReadOnlyList<string> Alarms)
{
    public const string Healthy = "healthy";
    public const string Unhealthy = "unhealthy";
}
