using System.Diagnostics.CodeAnalysis;
using Orchestrator.Core.Cluster;

namespace Orchestrator.Drivers.Coordination;

/// <summary>What became of a command to a member.</summary>
/// <param name="State">The state that the store holds now.</param>
/// <param name="Refusal">Why the command is refused, or null.</param>
public sealed record MemberChange(MemberState State, string? Refusal = null)
{
    [MemberNotNullWhen(true, nameof(Refusal))]
    public bool IsRefused => Refusal is not null;
}
