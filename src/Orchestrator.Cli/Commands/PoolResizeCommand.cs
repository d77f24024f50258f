using System.CommandLine;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Commands;

internal sealed class PoolResizeCommand : Command
{
    public PoolResizeCommand(Call call)
        : base("resize", "Gives a pool another size; slots in use go when their sessions have ended.")
    {
        var name = new NameArgument("pool", Names.OfPools) { Description = "the pool" };
        var size = new Argument<int>("size") { Description = "slots from now on" };
        Arguments.Add(name);
        Arguments.Add(size);
        SetAction((parsed, cancellation) => call.OrderAsync(
            parsed,
            $"{ApiRoutes.Fill(ApiRoutes.ResizePool, ("name", parsed.GetRequiredValue(name)))}"
                + $"?size={parsed.GetRequiredValue(size)}",
            cancellation));
    }
}
