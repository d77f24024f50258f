using System.Globalization;
using Orchestrator.Simulation.Runs;

namespace Orchestrator.Simulation.Mutations;

/// <summary>Runs seeds with something broken until a rule notices.</summary>
internal static class MutationHunt
{
    /// <summary>Within so many seeds every mutation has to be found.</summary>
    public const int SeedsMax = 40;

    public static MutationResult Run(Mutation mutation)
    {
        for (var seeds = 1; ; seeds++)
        {
            var run = SeedRun.Of((ulong)seeds, wrappers: mutation.Wrappers, nodes: mutation.Nodes);
            if (run.Violation is not null || seeds == SeedsMax)
            {
                return new MutationResult(mutation, seeds, run.Seed, run.Violation);
            }
        }
    }

    /// <summary>Hunts all of them and writes a table.</summary>
    /// <returns>Whether every one was found.</returns>
    public static bool RunAll(TextWriter output, IEnumerable<Mutation> mutations)
    {
        var missed = 0;
        output.WriteLine($"| mutation | found by seed of {SeedsMax} | rule |");
        output.WriteLine("| --- | --- | --- |");
        foreach (var mutation in mutations)
        {
            var result = Run(mutation);
            missed += result.Found is null ? 1 : 0;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {mutation.Name} | {(result.Found is null ? "-" : result.Seeds)} | "
                    + $"{result.Found?.Rule ?? "MISSED"} |"));
        }

        output.WriteLine(missed == 0 ? "all mutations found" : $"{missed} mutations were not found");
        return missed == 0;
    }
}
