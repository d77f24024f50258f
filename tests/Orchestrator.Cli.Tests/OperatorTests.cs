using System.Text.Json;
using Orchestrator.Contracts;
using Orchestrator.Core.Operators;
using Orchestrator.Enrolment;

namespace Orchestrator.Cli.Tests;

/// <summary>How an operator gets a certificate, and what pbm does with it.</summary>
public sealed class OperatorTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pbm-operator-");
    private readonly BranchAuthority _branch = BranchAuthority.Create(TimeProvider.System.GetUtcNow().AddYears(-2));
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public OperatorTests()
    {
        var files = new NodeFiles(_folder.FullName);
        NodeFiles.WritePublic(files.Authority, _branch.CertificatePem);
        NodeFiles.WriteSecret(files.AuthorityKey, _branch.KeyPem);
    }

    private string File => Path.Combine(_folder.FullName, "anna.pem");

    public void Dispose()
    {
        _branch.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Create_WithTheAuthority_MakesAFileAndRecordsIt()
    {
        Assert.Equal(ExitCode.Success, await CreateAsync("anna", "operator"));

        using var made = OperatorFile.Parse(System.IO.File.ReadAllText(File));
        Assert.Equal(new OperatorIdentity(OperatorName.Parse("anna"), OperatorRole.Operator), made.Identity);
        Assert.Equal(OwnerOnly, System.IO.File.GetUnixFileMode(File));
        Assert.StartsWith(
            $"{File} makes its holder anna (operator) until ", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", _output.ToString(), StringComparison.Ordinal);

        _output.GetStringBuilder().Clear();
        Assert.Equal(
            ExitCode.Success, await RunAsync("operator", "list", "--directory", _folder.FullName, "--json"));
        var one = Assert.Single(
            JsonSerializer.Deserialize(_output.ToString(), ApiJson.Default.IReadOnlyListOperatorCertificate)!);
        Assert.Equal(
            ("anna", "operator", made.Certificate.SerialNumber, Environment.UserName),
            (one.Name, one.Role, one.Serial, one.IssuedBy));
    }

    [Fact]
    public async Task Create_OverAFile_IsRefused()
    {
        await CreateAsync("anna", "viewer");
        var before = System.IO.File.ReadAllText(File);

        Assert.Equal(ExitCode.Refused, await CreateAsync("anna", "admin"));

        Assert.Equal(before, System.IO.File.ReadAllText(File));
        Assert.Contains("exists", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_WithoutTheAuthoritysKey_SaysWhere()
    {
        System.IO.File.Delete(new NodeFiles(_folder.FullName).AuthorityKey);

        Assert.Equal(ExitCode.Refused, await CreateAsync("anna", "admin"));

        Assert.Contains(
            "on the server that holds the branch's authority", _errors.ToString(), StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File));
    }

    [Theory]
    [InlineData("Anna", "admin", "90", "'Anna' is no operator's name")]
    [InlineData("anna", "root", "90", "root")]
    [InlineData("anna", "admin", "0", "0 days are out of range")]
    [InlineData("anna", "admin", "398", "398 days are out of range")]
    public async Task Create_WithNonsense_IsUsage(string name, string role, string days, string complaint)
    {
        Assert.Equal(ExitCode.Usage, await CreateAsync(name, role, "--days", days));

        Assert.Contains(complaint, _errors.ToString(), StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public async Task Show_OfAFile_SaysWhoOneIs()
    {
        await CreateAsync("anna", "viewer");
        _output.GetStringBuilder().Clear();

        Assert.Equal(ExitCode.Success, await RunAsync("operator", "show", "--certificate", File));

        Assert.StartsWith("anna | viewer | ", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anna", "")]
    [InlineData("ana", "operators.jsonl has no such certificate: ana; see pbm operator list")]
    public async Task Revoke_OfANameThatWasNeverMade_IsDoneWithAWarning(string name, string warning)
    {
        await using var daemon = new Answers();
        await daemon.StartAsync();
        daemon.Say(
            ApiRoutes.Fill(ApiRoutes.RevokeOperator, ("name", name)), new OrderDone("so it is"),
            ApiJson.Default.OrderDone);
        await CreateAsync("anna", "viewer");

        Assert.Equal(
            ExitCode.Success,
            await RunAsync(daemon.Target, "operator", "revoke", name, "--directory", _folder.FullName));

        Assert.EndsWith("so it is\n", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains(warning, _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(warning.Length == 0, _errors.ToString().Length == 0);
    }

    [Fact]
    public async Task Elsewhere_WithoutAFile_SaysHowToGetOne()
    {
        var missing = Path.Combine(_folder.FullName, "missing.pem");

        Assert.Equal(
            ExitCode.Usage, await RunAsync("https://127.0.0.1:1", "pool", "show", "--certificate", missing));

        Assert.Contains($"there is no {missing}; pbm operator create", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Elsewhere_WithAFileThatOthersRead_IsRefused()
    {
        await CreateAsync("anna", "viewer");
        System.IO.File.SetUnixFileMode(File, OwnerOnly | UnixFileMode.GroupRead);

        Assert.Equal(ExitCode.Usage, await RunAsync("https://127.0.0.1:1", "pool", "show", "--certificate", File));

        Assert.Contains($"chmod 600 {File}", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Elsewhere_WithAFileThatHasRunOut_IsRefused()
    {
        NodeFiles.WriteSecret(File, OperatorFile.Create(
            _branch, new OperatorIdentity(OperatorName.Parse("anna"), OperatorRole.Admin), TimeSpan.FromDays(1),
            TimeProvider.System.GetUtcNow().AddDays(-2)));

        Assert.Equal(ExitCode.Usage, await RunAsync("https://127.0.0.1:1", "pool", "show", "--certificate", File));

        Assert.Contains("has run out", _errors.ToString(), StringComparison.Ordinal);
    }

    private Task<int> CreateAsync(string name, string role, params string[] more) => RunAsync(
        ["operator", "create", name, "--role", role, "--output", File, "--directory", _folder.FullName, .. more]);

    private async Task<int> RunAsync(params string[] typed)
    {
        using var reader = new StringReader("");
        using var terminal = new Terminal(reader, _output, _errors, isTerminal: false);
        return await new Pbm(terminal).RunAsync(typed);
    }
}
