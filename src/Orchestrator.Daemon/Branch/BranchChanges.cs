using Orchestrator.Contracts;

namespace Orchestrator.Daemon.Branch;

/// <summary>Responsible for saying what happened between two sights of the branch. Numbers that change with every
/// session, such as those of clean machines, are no events.</summary>
internal static class BranchChanges
{
    private const string Removed = "removed";

    /// <param name="before">Null: everything that is there is told, as if it had just come to be.</param>
    /// <param name="now">The branch now.</param>
    /// <param name="at">When it was seen.</param>
    public static IEnumerable<ClusterEvent> Between(ClusterStatus? before, ClusterStatus now, DateTimeOffset at)
    {
        var earlier = before?.Members.ToDictionary(member => member.Node) ?? [];
        return OfStore(before, now)
            .Concat(now.Members.SelectMany(member => OfMember(earlier.GetValueOrDefault(member.Node), member)))
            .Concat(earlier.Values.ExceptBy(now.Members.Select(member => member.Node), member => member.Node)
                .SelectMany(OfGone))
            .Concat(OfLeader(before, now))
            .Concat(now.Members.SelectMany(member => OfPlan(earlier.GetValueOrDefault(member.Node), member)))
            .Select(change => new ClusterEvent(at, change.Kind, change.Node, change.Detail));
    }

    private static IEnumerable<(string Kind, string? Node, string Detail)> OfStore(
        ClusterStatus? before, ClusterStatus now)
    {
        if (now.SeesStore != (before?.SeesStore ?? true))
        {
            yield return now.SeesStore
                ? ("store-seen", now.Node, "")
                : ("store-lost", now.Node, "what it shows of the others may be old");
        }
    }

    private static IEnumerable<(string Kind, string? Node, string Detail)> OfMember(
        ClusterMember? before, ClusterMember now)
    {
        if (before?.Status != now.Status)
        {
            yield return ($"member-{now.Status}", now.Node, now.Address ?? "");
        }

        // Who is new and away was heard of by others only, and that is worth a line; who is new and here is no news.
        if (now.IsReachable != (before?.IsReachable ?? true))
        {
            yield return (now.IsReachable ? "reachable" : "unreachable", now.Node, now.Address ?? "");
        }
    }

    /// <summary>Who left is a removed member as long as it can be reached, and none after that.</summary>
    private static IEnumerable<(string Kind, string? Node, string Detail)> OfGone(ClusterMember before)
    {
        if (before.Status != Removed)
        {
            yield return ($"member-{Removed}", before.Node, before.Address ?? "");
        }
    }

    private static IEnumerable<(string Kind, string? Node, string Detail)> OfLeader(
        ClusterStatus? before, ClusterStatus now)
    {
        if (before?.Coordinator != now.Coordinator)
        {
            yield return ("leader-changed", now.Coordinator, now.Coordinator is null
                ? $"no server writes the plan since {before?.Coordinator} does not"
                : before?.Coordinator is null ? "" : $"after {before.Coordinator}");
        }
    }

    private static IEnumerable<(string Kind, string? Node, string Detail)> OfPlan(
        ClusterMember? before, ClusterMember now)
    {
        var (earlier, planned) = (before?.PlannedSlots, now.PlannedSlots);
        foreach (var pool in planned.Keys.Union(earlier?.Keys ?? []).Order(StringComparer.Ordinal))
        {
            var (old, slots) = (earlier?.GetValueOrDefault(pool) ?? 0, planned.GetValueOrDefault(pool));
            if (old != slots)
            {
                yield return ("plan-changed", now.Node, $"{pool}: {slots} slots, {old} before");
            }
        }
    }
}
