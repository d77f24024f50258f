using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Operators;

namespace Orchestrator.Enrolment.Tests;

/// <summary>An operator's certificate is nobody else's, and nobody else's is an operator's.</summary>
public sealed class OperatorFileTests : IDisposable
{
    private const string ServerUsage = "1.3.6.1.5.5.7.3.1";
    private const string ClientUsage = "1.3.6.1.5.5.7.3.2";

    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly TimeSpan Days = TimeSpan.FromDays(OperatorFile.DaysDefault);

    private readonly BranchAuthority _branch = BranchAuthority.Create(Now);

    public void Dispose() => _branch.Dispose();

    [Theory]
    [InlineData("anna", OperatorRole.Viewer)]
    [InlineData("anna.b-c_2", OperatorRole.Operator)]
    [InlineData("a", OperatorRole.Admin)]
    public void File_ReadAgain_SaysNameAndRole(string name, OperatorRole role)
    {
        using var file = Create(name, role);

        Assert.Equal(new OperatorIdentity(OperatorName.Parse(name), role), file.Identity);
        Assert.True(file.Certificate.HasPrivateKey);
        Assert.Equal(_branch.Sha256, BranchAuthority.Sha256Of(Assert.Single(file.Authorities)));
    }

    [Fact]
    public void Certificate_OfAnOperator_VerifiesAsThatOnly()
    {
        using var file = Create("anna", OperatorRole.Admin);

        Assert.True(Verifies(file.Certificate, Now.AddDays(1), OperatorIdentity.AnyUsage.Value!));

        // etcd and the nodes' links let in whoever is certified as a client of TLS.
        Assert.False(Verifies(file.Certificate, Now.AddDays(1), ClientUsage));
        Assert.False(Verifies(file.Certificate, Now.AddDays(1), ServerUsage));
        Assert.Empty(file.Certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>());
    }

    [Fact]
    public void Certificate_AfterItsDays_DoesNotVerify()
    {
        using var file = Create("anna", OperatorRole.Admin);

        Assert.False(Verifies(file.Certificate, Now + Days + TimeSpan.FromDays(1), OperatorIdentity.AnyUsage.Value!));
    }

    [Fact]
    public void Certificate_OfANode_IsNoOperators()
    {
        using var key = NodeKey.Create();
        using var node = _branch.Issue(key.Public, NodeName.Parse("alpha"), "10.0.0.1", Now);

        Assert.Null(OperatorIdentity.Of(node));
        Assert.False(Verifies(node, Now.AddDays(1), OperatorIdentity.AnyUsage.Value!));
    }

    [Theory]
    [InlineData("O=pbm, OU=operator, CN=anna", true, 1)]
    [InlineData("O=pbm, OU=operator, CN=anna", false, 1, 3)]
    [InlineData("O=pbm, OU=operator, CN=anna", false)]
    [InlineData("O=pbm, OU=operator, CN=anna", false, 4)]
    [InlineData("O=pbm, OU=node, CN=anna", false, 1)]
    [InlineData("O=pbm, OU=operator", false, 1)]
    [InlineData("O=pbm, OU=operator, CN=anna, CN=root", false, 1)]
    [InlineData("O=pbm, OU=operator, CN=\"anna (admin) from here\"", false, 1)]
    public void Identity_ThatSaysNotOneThing_IsNone(string subject, bool isOne, params int[] roles)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var usages = new OidCollection { OperatorIdentity.AnyUsage };
        foreach (var role in roles)
        {
            usages.Add(new Oid($"{OperatorIdentity.AnyUsage.Value}.{role}"));
        }

        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(usages, true));
        using var certificate = request.CreateSelfSigned(Now, Now.AddDays(1));

        Assert.Equal(isOne, OperatorIdentity.Of(certificate) is not null);
    }

    [Fact]
    public void File_OfANode_IsRefused()
    {
        using var key = NodeKey.Create();
        using var node = _branch.Issue(key.Public, NodeName.Parse("alpha"), "10.0.0.1", Now);

        Assert.Throws<CryptographicException>(() =>
            OperatorFile.Parse($"{key.Pem}\n{node.ExportCertificatePem()}\n{_branch.CertificatePem}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing of the kind")]
    public void File_ThatIsNone_IsRefused(string text) =>
        Assert.Throws<CryptographicException>(() => OperatorFile.Parse(text));

    private OperatorFile Create(string name, OperatorRole role) => OperatorFile.Parse(
        OperatorFile.Create(_branch, new OperatorIdentity(OperatorName.Parse(name), role), Days, Now));

    private static bool Verifies(X509Certificate2 certificate, DateTimeOffset at, BranchAuthority branch, string usage)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(branch.Certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(usage));
        return chain.Build(certificate);
    }

    private bool Verifies(X509Certificate2 certificate, DateTimeOffset at, string usage) =>
        Verifies(certificate, at, _branch, usage);
}
