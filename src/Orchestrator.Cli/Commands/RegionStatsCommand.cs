using System.CommandLine;
using Orchestrator.Cli.Output;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Commands;

/// <summary>How many entities of a kind live on each server.</summary>
internal sealed class RegionStatsCommand : Command
{
    private const string Desktop = "desktop";

    private static readonly string[] Kinds = ["pool", "slot", "machine", "session"];

    public RegionStatsCommand(Call call)
        : base("region-stats", "How many entities of a kind live on each server.")
    {
        var region = new Option<string>("--region", "-r", "-R")
        {
            Description = string.Join(" | ", Kinds),
            Required = true,
        };
        region.CompletionSources.Add(Kinds);
        region.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !Kinds.Contains(token.Value))
            {
                result.AddError(token.Value == Desktop
                    ? $"there are no personal desktops yet; regions are {string.Join(", ", Kinds)}"
                    : $"'{token.Value}' is no region; regions are {string.Join(", ", Kinds)}");
            }
        });
        Options.Add(region);
        SetAction((parsed, cancellation) => call.ShowAsync(
            parsed,
            (client, bound) => CountAsync(client, parsed.GetRequiredValue(region), bound),
            ApiJson.Default.RegionStats,
            (rows, stats) => rows.Rows(RegionRow.Heading, [.. stats.Nodes.Select(RegionRow.Of)], "nodes"),
            cancellation));
    }

    private static async Task<RegionStats> CountAsync(
        ApiClient client, string region, CancellationToken cancellation)
    {
        var branch = await BranchAsync(client, cancellation).ConfigureAwait(false);
        return new RegionStats(
            region,
            [
                .. branch.Members.Select(member => new RegionNode(
                    member, member.Node == branch.Coordinator, PoolsOf(member), CountOf(member, region))),
            ]);
    }

    private static int PoolsOf(ClusterMember member) => member.PlannedSlots.Count(pool => pool.Value > 0);

    /// <summary>The plan is the branch's word; machines and sessions are the server's own.</summary>
    private static int? CountOf(ClusterMember member, string region) => region switch
    {
        "pool" => PoolsOf(member),
        "slot" => member.PlannedSlots.Values.Sum(),
        _ when !member.IsReachable => null,
        "machine" => member.Machines,
        _ => member.Sessions,
    };

    private static async Task<ClusterStatus> BranchAsync(ApiClient client, CancellationToken cancellation)
    {
        try
        {
            return await client.GetClusterAsync(cancellation).ConfigureAwait(false);
        }
        catch (ApiException alone) when (alone.Code == "no-cluster")
        {
            return await AloneAsync(client, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>A server that stands alone, as a branch of one.</summary>
    private static async Task<ClusterStatus> AloneAsync(ApiClient client, CancellationToken cancellation)
    {
        var actors = await client.GetActorsAsync(cancellation).ConfigureAwait(false);
        var pools = await client.GetPoolsAsync(cancellation).ConfigureAwait(false);
        var slots = await client.GetSlotsAsync(null, cancellation).ConfigureAwait(false);
        var sessions = await client.GetSessionsAsync(null, cancellation).ConfigureAwait(false);
        var own = new ClusterMember(
            actors.Node, "up", IsReachable: true, null, null, [],
            pools.ToDictionary(pool => pool.Name, pool => pool.Clean),
            pools.ToDictionary(pool => pool.Name, pool => slots.Count(slot => slot.Pool == pool.Name)))
        {
            Machines = slots.Count(slot => slot.Machine is not null),
            Sessions = sessions.Count(session => session.State is "offered" or "connected"),
        };
        return new ClusterStatus(actors.Node, actors.Node, SeesStore: true, [own]);
    }
}
