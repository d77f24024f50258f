using System.CommandLine;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Commands;

internal sealed class OperatorRevokeCommand : Command
{
    public OperatorRevokeCommand(Call call)
        : base("revoke", "Refuses an operator's certificates for good, on every server of the branch.")
    {
        var name = new Argument<string>("name") { Description = "the operator, as operator list writes it" };
        var serial = new Option<string?>("--serial", "-s")
        {
            Description = "only this certificate: the operator may get another one under the same name",
        };
        Arguments.Add(name);
        Options.Add(serial);
        SetAction((parsed, cancellation) => call.OrderAsync(
            parsed,
            ApiRoutes.Fill(ApiRoutes.RevokeOperator, ("name", parsed.GetRequiredValue(name)))
                + (parsed.GetValue(serial) is { } one ? $"?serial={Uri.EscapeDataString(one)}" : ""),
            cancellation));
    }
}
