using System.CommandLine;
using Orchestrator.Cli.Operators;
using Orchestrator.Cli.Output;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Commands;

internal sealed class OperatorListCommand : Command
{
    public OperatorListCommand(Call call)
        : base("list", "The certificates that this server has made for operators, oldest first.")
    {
        var folder = new FolderOption();
        Options.Add(folder);
        SetAction(parsed =>
        {
            var register = new OperatorRegister(parsed.GetRequiredValue(folder));
            try
            {
                call.Show(
                    parsed, register.Read(), ApiJson.Default.IReadOnlyListOperatorCertificate,
                    (rows, all) => rows.Rows(
                        ["operator", "role", "issued", "until", "by", "serial"],
                        [.. all.Select(IReadOnlyList<string> (one) =>
                        [
                            one.Name, one.Role, Field.Of(one.IssuedAt), Field.Of(one.Until), one.IssuedBy, one.Serial,
                        ])],
                        "certificates"));
                return ExitCode.Success;
            }
            catch (IOException error)
            {
                return call.Complain(ExitCode.Refused, error.Message);
            }
        });
    }
}
