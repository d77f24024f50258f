using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Orchestrator.Testing.Hypervisor;

/// <summary>Finds no test where the class says that its hypervisor lacks what the fact needs: a skipped one would look
/// like one that somebody has to mend.</summary>
public sealed class AbilityDiscoverer : FactDiscoverer
{
    public override ValueTask<IReadOnlyCollection<IXunitTestCase>> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, IXunitTestMethod testMethod, IFactAttribute factAttribute)
    {
        ArgumentNullException.ThrowIfNull(testMethod);
        var lacks = testMethod.TestClass.Class.GetCustomAttribute<LacksAttribute>();
        return factAttribute is NeedsAttribute needs && lacks?.Abilities.Contains(needs.Ability) == true
            ? new ValueTask<IReadOnlyCollection<IXunitTestCase>>([])
            : base.Discover(discoveryOptions, testMethod, factAttribute);
    }
}
