using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Testing.Branch;
using Orchestrator.Testing.Nodes;

namespace Orchestrator.Integration.Tests.Nodes;

/// <summary>A token that does not hold makes no node: who came with it hears why, and so does the audit log.</summary>
[Collection(JoiningCollection.Name)]
public sealed class RefusedTokenTests(FirstServer first) : IDisposable
{
    private const string Preload = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";
    private const int StrangerAt = 90;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pbm-refused-");

    private OperatedServer Branch => first.Server;

    [Fact]
    public async Task Join_TokenUsedByAnother_IsRefused()
    {
        using var stranger = await Station.StartAsync(first.Switch, FirstServer.At(StrangerAt));
        var token = await Branch.CreateTokenAsync();
        using (var user = Join(stranger, token, "server-used"))
        {
            // This network has the branch's golden image in its own libvirt.
            await user.FinishAsync();
        }

        using var late = Join(stranger, token, "server-late");
        Assert.Contains("the token was used by another server", await late.FailAsync(), StringComparison.Ordinal);
        AssertNothingIssued("server-late");
        await AssertRecordedAsync($"join as server-used at {Address} by token {Id(token)}", "200");
        await AssertRecordedAsync($"join as server-late at {Address} by token {Id(token)}: TokenUsed", "403");
    }

    [Fact]
    public async Task Join_TokenExpired_IsRefused()
    {
        using var stranger = await Station.StartAsync(first.Switch, FirstServer.At(StrangerAt));
        var token = await Branch.CreateTokenAsync("1h");
        await Branch.Daemon.KillAsync();
        await Branch.StartDaemonAsync(
            $"LD_PRELOAD={Preload}", "FAKETIME=+2h", "FAKETIME_DONT_FAKE_MONOTONIC=1", "NO_FAKE_STAT=1");
        try
        {
            await Branch.SeeBranchAsync("the store", branch => branch["seesStore"]!.GetValue<bool>());
            using var late = Join(stranger, token, "server-late");
            Assert.Contains("the token expired at", await late.FailAsync(), StringComparison.Ordinal);
        }
        finally
        {
            await Branch.Daemon.KillAsync();
            await Branch.StartDaemonAsync();
        }

        AssertNothingIssued("server-late");
        await first.SeeBranchAsync(Branch.Name);
        await AssertRecordedAsync($"join as server-late at {Address} by token {Id(token)}: TokenExpired", "403");
    }

    [Fact]
    public async Task Join_TokenOfAnotherBranch_IsRefused()
    {
        using var stranger = await Station.StartAsync(first.Switch, FirstServer.At(StrangerAt));
        var other = Path.Combine(_directory.FullName, "other");
        await Branch.PbmAsync("cluster", "init", "--node", "other", "--address", Address, "--directory", other);
        using var authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(other, "branch-ca.pem"));
        var words = (await Branch.CreateTokenAsync()).Split('.');
        words[^1] = authority.GetCertHashString(HashAlgorithmName.SHA256).ToLower(CultureInfo.InvariantCulture);
        var token = string.Join('.', words);

        using var join = Join(stranger, token, "server-late");
        Assert.Contains(
            "is not of the branch that the token is of", await join.FailAsync(), StringComparison.Ordinal);
        AssertNothingIssued("server-late");
        await AssertRecordedAsync($"join by token {Id(token)} of another branch: TokenForeign", "403");
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static string Address => $"{FirstServer.At(StrangerAt)}:5907";

    private static string Id(string token) => token.Split('.')[1];

    private JoinCommand Join(Station stranger, string token, string name) => JoinCommand.Start(
        ["nsenter", "--target", stranger.ProcessId.ToString(CultureInfo.InvariantCulture), "--net", "--"],
        [
            Branch.Address, "--token", token, "--node", name, "--address", Address,
            "--directory", Path.Combine(_directory.FullName, name), "--images", _directory.FullName,
        ]);

    private void AssertNothingIssued(string name)
    {
        var folder = Path.Combine(_directory.FullName, name);
        Assert.DoesNotContain("node.pem", Directory.GetFiles(folder).Select(Path.GetFileName));
        Assert.DoesNotContain("pbm.yaml", Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    /// <summary>The outcome is written when the stranger has its answer already.</summary>
    private async Task AssertRecordedAsync(string change, string outcome) => await Eventually.SeeAsync(
        $"'{change}' with outcome {outcome} in the audit log",
        () => Branch.PbmAsync("audit", "list"),
        audit => audit.Split('\n').Any(line =>
            line.Contains($"{FirstServer.At(StrangerAt)}:", StringComparison.Ordinal)
                && line.Contains($"| {change} | {outcome}", StringComparison.Ordinal)));
}
