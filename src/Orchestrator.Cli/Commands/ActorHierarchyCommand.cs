using System.CommandLine;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Commands;

internal sealed class ActorHierarchyCommand : Command
{
    private const int DepthDefault = 4;

    public ActorHierarchyCommand(Call call)
        : base("hierarchy", "The paths of the actors, one a line.")
    {
        var depth = new Option<int>("--depth", "-d", "-D")
        {
            Description = "levels below the start; 0: the start alone",
            DefaultValueFactory = _ => DepthDefault,
        };
        var start = new Option<string>("--start", "-s", "-S")
        {
            Description = "the path to start from, or an actor's address, which begins with what actor system prints",
            DefaultValueFactory = _ => "/",
        };
        depth.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && token.Value.StartsWith('-'))
            {
                result.AddError($"depth {token.Value} is negative; write 0 or more");
            }
        });
        Options.Add(depth);
        Options.Add(start);
        SetAction((parsed, cancellation) => call.ShowAsync(
            parsed,
            async (client, bound) => Cut(
                await client.GetActorsAsync(bound).ConfigureAwait(false),
                parsed.GetRequiredValue(start),
                parsed.GetValue(depth)),
            ApiJson.Default.ActorTree,
            (rows, tree) =>
            {
                foreach (var path in tree.Paths)
                {
                    rows.Line(path);
                }
            },
            cancellation));
    }

    private static ActorTree Cut(ActorTree tree, string start, int depth)
    {
        var address = $"pbm://{tree.System}@{tree.Node}";
        var path = start.StartsWith(address, StringComparison.Ordinal) ? start[address.Length..] : start;
        var root = "/" + path.Trim('/');
        var below = root == "/" ? root : root + "/";
        return tree with
        {
            Paths =
            [
                .. tree.Paths.Where(one => one == root
                    || (one.StartsWith(below, StringComparison.Ordinal) && Levels(one[below.Length..]) <= depth)),
            ],
        };
    }

    private static int Levels(string path) => 1 + path.Count(one => one == '/');
}
