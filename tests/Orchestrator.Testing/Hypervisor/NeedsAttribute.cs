using System.Runtime.CompilerServices;
using Xunit.v3;

namespace Orchestrator.Testing.Hypervisor;

/// <summary>A fact of every hypervisor with this ability.</summary>
/// <param name="ability">The ability.</param>
/// <param name="file">Set by the compiler.</param>
/// <param name="line">Set by the compiler.</param>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer(typeof(AbilityDiscoverer))]
public sealed class NeedsAttribute(
    HypervisorAbility ability, [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
    : FactAttribute(file, line)
{
    public HypervisorAbility Ability => ability;
}
