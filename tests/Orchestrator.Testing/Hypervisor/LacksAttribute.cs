namespace Orchestrator.Testing.Hypervisor;

/// <summary>What the hypervisor of a class of the contract's tests cannot do; a condition that needs it is none of this
/// class's tests.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class LacksAttribute(params HypervisorAbility[] abilities) : Attribute
{
    public IReadOnlyList<HypervisorAbility> Abilities => abilities;
}
