using System.CommandLine;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Commands;

/// <summary>How many entities of a kind live on the node.</summary>
internal sealed class RegionStatsCommand : Command
{
    private static readonly string[] Kinds = ["pool", "slot", "machine", "session"];

    public RegionStatsCommand(Call call)
        : base("region-stats", "How many entities of a kind live on the node.")
    {
        var region = new Option<string>("--region", "-r")
        {
            Description = string.Join(" | ", Kinds),
            Required = true,
        };
        region.AcceptOnlyFromAmong(Kinds);
        Options.Add(region);
        SetAction((parsed, cancellation) => call.RunAsync(
            parsed,
            async (client, bound) =>
            {
                var node = await client.GetActorsAsync(bound).ConfigureAwait(false);
                var count = await CountAsync(client, parsed.GetRequiredValue(region), bound).ConfigureAwait(false);
                await call.Terminal.Output.WriteLineAsync(parsed.GetValue(call.Json)
                    ? $$"""{"node":"{{node.Node}}","entities":{{count}}}"""
                    : $"pbm://{node.System}@{node.Node} | shards: 1 | entities: {count}").ConfigureAwait(false);
            },
            cancellation));
    }

    private static async Task<int> CountAsync(ApiClient client, string kind, CancellationToken cancellation) =>
        kind switch
        {
            "pool" => (await client.GetPoolsAsync(cancellation).ConfigureAwait(false)).Count,
            "slot" => (await client.GetSlotsAsync(null, cancellation).ConfigureAwait(false)).Count,
            "machine" => (await client.GetSlotsAsync(null, cancellation).ConfigureAwait(false))
                .Count(slot => slot.Machine is not null),
            _ => (await client.GetSessionsAsync(null, cancellation).ConfigureAwait(false))
                .Count(session => session.EndedAt is null),
        };
}
