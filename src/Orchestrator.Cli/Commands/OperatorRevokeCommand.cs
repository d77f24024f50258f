using System.CommandLine;
using Orchestrator.Cli.Operators;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Commands;

/// <summary>Refuses an operator. A name that the register beside the authority's key does not have is refused too,
/// because the register can be lost, but whoever mistyped it hears so: the operator that he meant may still come.
/// </summary>
internal sealed class OperatorRevokeCommand : Command
{
    private readonly Call _call;
    private readonly Argument<string> _name = new("name") { Description = "the operator, as operator list writes it" };
    private readonly FolderOption _folder = new();
    private readonly Option<string?> _serial = new("--serial", "-s")
    {
        Description = "only this certificate: the operator may get another one under the same name",
    };

    public OperatorRevokeCommand(Call call)
        : base("revoke", "Refuses an operator's certificates for good, on every server of the branch.")
    {
        _call = call;
        Arguments.Add(_name);
        Options.Add(_serial);
        Options.Add(_folder);
        SetAction(RevokeAsync);
    }

    private async Task<int> RevokeAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var (name, serial) = (parsed.GetRequiredValue(_name), parsed.GetValue(_serial));
        var route = ApiRoutes.Fill(ApiRoutes.RevokeOperator, ("name", name))
            + (serial is null ? "" : $"?serial={Uri.EscapeDataString(serial)}");
        var code = await _call.OrderAsync(parsed, route, cancellation).ConfigureAwait(false);
        if (code == ExitCode.Success)
        {
            WarnOfAStranger(new OperatorRegister(parsed.GetRequiredValue(_folder)), name, serial);
        }

        return code;
    }

    /// <summary>Only on the server that makes the certificates, and as one who may read its register.</summary>
    private void WarnOfAStranger(OperatorRegister register, string name, string? serial)
    {
        try
        {
            var made = register.Read();
            if (made.Count > 0 && !made.Any(one => one.Name == name && (serial is null || one.Serial == serial)))
            {
                _call.Terminal.Errors.WriteLine(
                    $"warning: {register.Path} has no such certificate: {name}{(serial is null ? "" : " " + serial)}; "
                        + "see pbm operator list, and revoke the one that was meant");
            }
        }
        catch (IOException error)
        {
            _call.Terminal.Errors.WriteLine($"warning: {error.Message}");
        }
    }
}
