using System.CommandLine;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Commands;

/// <summary>underVDI's vm_clear.</summary>
internal sealed class PoolClearCommand : Command
{
    public PoolClearCommand(Call call)
        : base("clear", "Ends every session of a pool, deletes every machine and starts from zero.")
    {
        var name = new NameArgument("pool", Names.OfPools) { Description = "the pool" };
        var keepEmpty = new Option<bool>("--no-refill")
        {
            Description = "leave it empty until the next clear: the way to change its golden image",
        };
        Arguments.Add(name);
        Options.Add(keepEmpty);
        SetAction((parsed, cancellation) => call.OrderAsync(
            parsed,
            ApiRoutes.Fill(ApiRoutes.ClearPool, ("name", parsed.GetRequiredValue(name)))
                + (parsed.GetValue(keepEmpty) ? "?refill=false" : ""),
            cancellation));
    }
}
