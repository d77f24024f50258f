namespace Orchestrator.Simulation.Checking;

/// <summary>A rule that did not hold.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Text">What was seen, by the names of those concerned.</param>
/// <param name="Step">After which step.</param>
internal sealed record Violation(string Rule, string Text, long Step);
