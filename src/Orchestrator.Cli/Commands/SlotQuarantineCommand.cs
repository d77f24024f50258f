using System.CommandLine;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Commands;

internal sealed class SlotQuarantineCommand : Command
{
    public SlotQuarantineCommand(Call call)
        : base("quarantine", "Takes a slot out of service until it is released; a session in it goes on to its end.")
    {
        var slot = new SlotArgument();
        var reason = new Option<string?>("--reason", "-r") { Description = "why, for whoever looks at it next" };
        Arguments.Add(slot);
        Options.Add(reason);
        SetAction((parsed, cancellation) => call.OrderAsync(
            parsed,
            SlotArgument.Fill(ApiRoutes.QuarantineSlot, parsed.GetRequiredValue(slot))
                + (parsed.GetValue(reason) is { } why ? $"?reason={Uri.EscapeDataString(why)}" : ""),
            cancellation));
    }
}
