using System.CommandLine;
using System.Security.Cryptography;
using Orchestrator.Cli.Operators;
using Orchestrator.Cli.Output;
using Orchestrator.Contracts;
using Orchestrator.Core.Operators;
using Orchestrator.Enrolment;

namespace Orchestrator.Cli.Commands;

/// <summary>Signs with the branch's key, which only a server that holds it can: who may read that file may do
/// this.</summary>
internal sealed class OperatorCreateCommand : Command
{
    private readonly Argument<string> _name = new("name") { Description = "the operator; the audit log names it" };

    private readonly Option<string> _role = new("--role", "-r")
    {
        Description = "viewer looks, operator does the day's work, admin changes sizes and servers",
        Required = true,
    };

    private readonly Option<int> _days = new("--days")
    {
        Description = $"days that it holds, at most {OperatorFile.DaysMax}",
        DefaultValueFactory = _ => OperatorFile.DaysDefault,
    };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "the file to make, which is a secret; without one NAME.pem here",
    };

    private readonly FolderOption _folder = new();

    public OperatorCreateCommand(Call call)
        : base("create", "Makes an operator's certificate, on the server that holds the branch's authority.")
    {
        _role.AcceptOnlyFromAmong([.. OperatorRoleWords.All]);
        _name.Validators.Add(result =>
        {
            if (!OperatorName.TryParse(result.Tokens[0].Value, out _))
            {
                result.AddError($"'{result.Tokens[0].Value}' is no operator's name; write 1 to "
                    + $"{OperatorName.LengthMax} characters of a-z, 0-9, '-', '.' and '_', beginning with a letter");
            }
        });
        _days.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var days)
                && days is < 1 or > OperatorFile.DaysMax)
            {
                result.AddError($"{days} days are out of range; write 1 to {OperatorFile.DaysMax}");
            }
        });
        Arguments.Add(_name);
        Options.Add(_role);
        Options.Add(_days);
        Options.Add(_output);
        Options.Add(_folder);
        SetAction(parsed => Create(call, parsed));
    }

    private int Create(Call call, ParseResult parsed)
    {
        var name = OperatorName.Parse(parsed.GetRequiredValue(_name));
        var role = OperatorRoleWords.Parse(parsed.GetRequiredValue(_role));
        var path = Path.GetFullPath(parsed.GetValue(_output) ?? $"{name}.pem");
        var files = new NodeFiles(parsed.GetRequiredValue(_folder));
        try
        {
            if (File.Exists(path))
            {
                return call.Complain(ExitCode.Refused, $"{path} exists; move it away or name another with --output");
            }

            using var branch = BranchAuthority.Load(
                File.ReadAllText(files.Authority), File.ReadAllText(files.AuthorityKey));
            var now = TimeProvider.System.GetUtcNow();
            var text = OperatorFile.Create(
                branch, new OperatorIdentity(name, role), TimeSpan.FromDays(parsed.GetValue(_days)), now);
            using var made = OperatorFile.Parse(text);
            var issued = new OperatorCertificate(
                name.Value, role.Word(), made.Certificate.SerialNumber, now,
                new DateTimeOffset(made.Certificate.NotAfter.ToUniversalTime()), Environment.UserName);
            new OperatorRegister(files.Folder).Add(issued);
            NodeFiles.WriteSecret(path, text);
            call.Show(
                parsed, issued, ApiJson.Default.OperatorCertificate,
                (rows, one) => rows.Line(
                    $"{path} makes its holder {one.Name} ({one.Role}) until {Field.Of(one.Until)}; bring it to "
                    + $"{one.Name} unseen, as ~/.config/pbm/operator.pem"));
            return ExitCode.Success;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return call.Complain(ExitCode.Refused, $"{error.Message} Certificates are made on the server that holds "
                + $"the branch's authority, {files.AuthorityKey}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return call.Complain(ExitCode.Refused, $"no certificate was made: {error.Message}");
        }
    }
}
