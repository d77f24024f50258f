using Orchestrator.Simulation.Checking;
using Orchestrator.Simulation.Kiosks;

namespace Orchestrator.Simulation.Nodes.Checking;

/// <summary>
/// Whoever came first to the branch is served first, whichever node he called. That holds in fair weather only: a node
/// that is cut off serves its own, and a machine that was kept in vain is given to the next. It holds with a grace too,
/// because a kiosk's place is that of its session in the store, which a node asks for when no other has a machine, and
/// which the others hear of later. On one node, where nothing lies between, "first come, first served" is exact.
/// </summary>
/// <param name="nodes">The branch.</param>
/// <param name="begin">When the weather became fair.</param>
internal sealed class BranchOrder(NodesWorld nodes, DateTimeOffset begin)
{
    /// <summary>Longer than a session is passed over for which a machine was kept in vain before.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <param name="before">Who waited at the look before, and since when.</param>
    /// <param name="waiting">Who waits now.</param>
    public void Look(IReadOnlyDictionary<KioskLine, DateTimeOffset> before, IReadOnlySet<KioskLine> waiting)
    {
        foreach (var (served, came) in before.Where(one => one.Key.IsServed && one.Value > begin + Settling))
        {
            if (before.Where(one => one.Value < came - Grace && waiting.Contains(one.Key))
                .OrderBy(one => one.Value).FirstOrDefault() is { Key: { } passed, Value: var since })
            {
                nodes.Verdict.Fail(Rules.InOrder,
                    $"{passed} waits at {passed.Kiosk.World.Node} since {nodes.Now - since}; {served} came to "
                        + $"{served.Kiosk.World.Node} {came - since} later and has a machine");
            }
        }
    }
}
