using Orchestrator.Simulation.Branch;

namespace Orchestrator.Simulation.Mutations;

/// <summary>A way in which the product or its drivers could be broken; the rules have to notice.</summary>
/// <param name="Name">What is broken, in words.</param>
/// <param name="Wrappers">What breaks it.</param>
internal sealed record Mutation(string Name, DriverWrappers Wrappers)
{
    /// <summary>Nodes of the branch that it is hunted in; null: one server that stands alone.</summary>
    public int? Nodes { get; init; }
}
