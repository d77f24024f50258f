using Orchestrator.Simulation.Checking;

namespace Orchestrator.Simulation.Mutations;

/// <summary>What became of a mutation.</summary>
/// <param name="Mutation">What was broken.</param>
/// <param name="Seeds">Seeds that were run, the one that found it included.</param>
/// <param name="Seed">The last of them.</param>
/// <param name="Found">What was noticed; null: nothing.</param>
internal sealed record MutationResult(Mutation Mutation, int Seeds, ulong Seed, Violation? Found);
