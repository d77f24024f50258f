using System.CommandLine;
using Orchestrator.Cli.Output;
using Orchestrator.Contracts;
using Orchestrator.Core.Operators;

namespace Orchestrator.Cli.Commands;

internal sealed class OperatorShowCommand : Command
{
    public OperatorShowCommand(Call call)
        : base("show", "Who one is to servers elsewhere: name, role and until when.")
    {
        SetAction(parsed =>
        {
            try
            {
                using var file = Credentials.Read(call.CertificatePath(parsed));
                call.Show(
                    parsed,
                    new OperatorCertificate(
                        file.Identity.Name.Value, file.Identity.Role.Word(), file.Certificate.SerialNumber,
                        new DateTimeOffset(file.Certificate.NotBefore.ToUniversalTime()),
                        new DateTimeOffset(file.Certificate.NotAfter.ToUniversalTime()),
                        file.Certificate.Issuer),
                    ApiJson.Default.OperatorCertificate,
                    (rows, one) => rows.Line($"{one.Name} | {one.Role} | {Field.Of(one.Until)} | {one.Serial}"));
                return ExitCode.Success;
            }
            catch (CredentialsException error)
            {
                return call.Complain(ExitCode.Usage, error.Message);
            }
        });
    }
}
