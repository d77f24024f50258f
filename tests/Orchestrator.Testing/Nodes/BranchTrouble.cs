using System.Text.Json.Nodes;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Testing.Nodes;

/// <summary>
/// Why a branch is not well. Each look takes everything anew, because a plan that gave out all slots is replaced by a
/// better one as soon as a returning server says what it has; what was read a moment ago is then no expectation.
/// </summary>
internal static class BranchTrouble
{
    /// <returns>The first thing that is not as it should be, or null: all is.</returns>
    public static async Task<string?> FirstAsync(BranchOfThree branch)
    {
        var clean = 0;
        foreach (var server in branch.Servers)
        {
            var seen = await server.Daemon.Api.GetAsync("cluster");
            if (seen is null || !IsWhole(seen, branch))
            {
                return $"{server.Name} sees the branch so: {seen?.ToJsonString() ?? "(no answer)"}";
            }

            var planned = BranchOfThree.PlannedSlots(seen, server.Name);
            if (await OfAsync(server, planned) is { } trouble)
            {
                return $"{server.Name}: {trouble}";
            }

            clean += planned;
        }

        return clean == branch.Settings.Size
            ? null
            : $"{clean} clean machines for {branch.Settings.Size} slots, because the servers see different plans";
    }

    private static bool IsWhole(JsonNode seen, BranchOfThree branch)
    {
        var members = seen["members"]!.AsArray();
        var share = (branch.Settings.Size + branch.Servers.Count - 1) / branch.Servers.Count;
        return DaemonProcess.Text(seen, "coordinator") is not null
            && seen["seesStore"]!.GetValue<bool>()
            && members.Count == branch.Servers.Count
            && members.All(member => DaemonProcess.Text(member, "status") == "up"
                && member!["isReachable"]!.GetValue<bool>())
            && BranchOfThree.PlannedSlots(seen) == branch.Settings.Size
            && branch.Servers.All(server => BranchOfThree.PlannedSlots(seen, server.Name) <= share);
    }

    private static async Task<string?> OfAsync(BranchServer server, int planned)
    {
        var api = server.Daemon.Api;
        var slots = await api.ListAsync("slots");
        if (slots.Count != planned || slots.Any(slot => DaemonProcess.Text(slot, "machineState") != "clean"))
        {
            return $"not {planned} clean machines and no other: {slots.ToJsonString()}";
        }

        IReadOnlyList<string> clean = [.. slots.Select(slot => DaemonProcess.Text(slot, "machine")!)];
        var domains = await server.Machine.DomainsAsync(BranchOfThree.Pool);
        var overlays = await server.Machine.OverlaysAsync(BranchOfThree.Pool);
        if (!AreOf(clean, domains) || !AreOf(clean, overlays))
        {
            return $"machines {string.Join(", ", clean)}, but domains {string.Join(", ", domains)} and overlays "
                + string.Join(", ", overlays);
        }

        var sessions = await api.ListAsync("sessions");
        if (!sessions.All(IsOver))
        {
            return $"a session that lives or waits for its proof: {sessions.ToJsonString()}";
        }

        var pools = await api.ListAsync("pools");
        return pools.Count == 1
            && DaemonProcess.Text(pools[0], "provedAt") is not null
            && pools[0]!["differences"]!.AsArray().Count == 0
            && pools[0]!["alarms"]!.AsArray().Count == 0
            ? null
            : $"an alarm, a difference or no proof: {pools.ToJsonString()}";
    }

    private static bool AreOf(IReadOnlyList<string> machines, IReadOnlyList<string> names) =>
        names.Count == machines.Count
        && machines.All(machine => names.Any(name => name.Contains(machine, StringComparison.Ordinal)));

    private static bool IsOver(JsonNode? session) => DaemonProcess.Text(session, "state") == "ended"
        && (DaemonProcess.Text(session, "machine") is null
            || DaemonProcess.Text(session, "machineGoneAt") is not null);
}
