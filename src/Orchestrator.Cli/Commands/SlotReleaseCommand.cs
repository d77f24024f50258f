using System.CommandLine;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Commands;

internal sealed class SlotReleaseCommand : Command
{
    public SlotReleaseCommand(Call call)
        : base("release", "Ends a slot's quarantine.")
    {
        var slot = new SlotArgument();
        Arguments.Add(slot);
        SetAction((parsed, cancellation) => call.OrderAsync(
            parsed, SlotArgument.Fill(ApiRoutes.ReleaseSlot, parsed.GetRequiredValue(slot)), cancellation));
    }
}
