using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Core.Cluster;

namespace Orchestrator.Enrolment.Tests;

public sealed class BranchAuthorityTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly NodeName Alpha = NodeName.Parse("alpha");

    private readonly BranchAuthority _branch = BranchAuthority.Create(Now);
    private readonly NodeKey _key = NodeKey.Create();

    public void Dispose()
    {
        _branch.Dispose();
        _key.Dispose();
    }

    [Theory]
    [InlineData("1.3.6.1.5.5.7.3.1")]
    [InlineData("1.3.6.1.5.5.7.3.2")]
    public void Certificate_ForEitherSide_VerifiesByChain(string usage)
    {
        using var issued = Issue("10.0.0.1");

        Assert.True(Verifies(_branch, issued, Now.AddYears(1), usage));
    }

    [Fact]
    public void Certificate_OfAnotherBranch_DoesNotVerify()
    {
        using var other = BranchAuthority.Create(Now);
        using var issued = Issue("10.0.0.1");

        Assert.False(Verifies(other, issued, Now.AddYears(1), "1.3.6.1.5.5.7.3.1"));
    }

    [Fact]
    public void Certificate_AfterItsYears_DoesNotVerify()
    {
        using var issued = Issue("10.0.0.1");

        Assert.False(Verifies(_branch, issued, Now.AddYears(6), "1.3.6.1.5.5.7.3.1"));
    }

    [Fact]
    public void Certificate_NamesTheNodeFirstAndItsAddress()
    {
        using var issued = Issue("10.0.0.1");
        var names = Assert.Single(issued.Extensions.OfType<X509SubjectAlternativeNameExtension>());

        Assert.Equal(["alpha"], names.EnumerateDnsNames());
        Assert.Equal([IPAddress.Loopback, IPAddress.Parse("10.0.0.1")], names.EnumerateIPAddresses());
        Assert.DoesNotContain("CN=", issued.Subject, StringComparison.Ordinal);
        Assert.False(issued.HasPrivateKey);
    }

    [Fact]
    public void Certificate_OfAHostName_NamesTheNodeBeforeIt()
    {
        using var issued = Issue("server-1.example.org");
        var names = Assert.Single(issued.Extensions.OfType<X509SubjectAlternativeNameExtension>());

        Assert.Equal(["alpha", "server-1.example.org"], names.EnumerateDnsNames());
        Assert.Equal([IPAddress.Loopback], names.EnumerateIPAddresses());
    }

    [Fact]
    public void Certificate_OfAnOldAuthority_EndsWithIt()
    {
        using var issued = _branch.Issue(_key.Public, Alpha, "10.0.0.1", Now.AddYears(18));

        Assert.Equal(_branch.Certificate.NotAfter, issued.NotAfter);
    }

    [Fact]
    public void Node_CannotSignForOthers()
    {
        using var issued = Issue("10.0.0.1");
        var constraints = Assert.Single(issued.Extensions.OfType<X509BasicConstraintsExtension>());

        Assert.False(constraints.CertificateAuthority);
        Assert.True(Assert.Single(_branch.Certificate.Extensions.OfType<X509BasicConstraintsExtension>())
            is { CertificateAuthority: true, HasPathLengthConstraint: true, PathLengthConstraint: 0 });
    }

    [Fact]
    public void Authority_FromItsFiles_SignsTheSame()
    {
        using var loaded = BranchAuthority.Load(_branch.CertificatePem, _branch.KeyPem);
        using var issued = loaded.Issue(_key.Public, Alpha, "10.0.0.1", Now);

        Assert.Equal(_branch.Sha256, loaded.Sha256);
        Assert.True(Verifies(_branch, issued, Now.AddYears(1), "1.3.6.1.5.5.7.3.2"));
    }

    [Fact]
    public void Authority_WithAnothersKey_IsRefused()
    {
        using var other = BranchAuthority.Create(Now);

        Assert.Throws<CryptographicException>(() => BranchAuthority.Load(_branch.CertificatePem, other.KeyPem));
    }

    [Fact]
    public void SigningRequest_ReadAgain_IsTheKey()
    {
        var read = NodeKey.PublicKeyOf(_key.SigningRequest());

        Assert.Equal(NodeKey.Sha256Of(_key.Public), NodeKey.Sha256Of(read!));
        using var again = NodeKey.Load(_key.Pem);
        Assert.Equal(NodeKey.Sha256Of(_key.Public), NodeKey.Sha256Of(again.Public));
    }

    [Fact]
    public void SigningRequest_WithAnyByteChanged_IsNoOtherKey()
    {
        var own = NodeKey.Sha256Of(_key.Public);
        var request = _key.SigningRequest();
        for (var at = 0; at < request.Length; at++)
        {
            var spoilt = (byte[])request.Clone();
            spoilt[at] ^= 1;

            var read = NodeKey.PublicKeyOf(spoilt);

            // An attribute that nobody reads may change; what is signed may not, and the key is.
            Assert.True(read is null || NodeKey.Sha256Of(read) == own, $"byte {at}");
        }
    }

    [Fact]
    public void SigningRequest_OfAnotherKindOfKey_IsRefused()
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("O=x", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var large = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.Null(NodeKey.PublicKeyOf(request.CreateSigningRequest()));
        Assert.Null(NodeKey.PublicKeyOf(
            new CertificateRequest("O=x", large, HashAlgorithmName.SHA256).CreateSigningRequest()));
        Assert.Null(NodeKey.PublicKeyOf([]));
    }

    private X509Certificate2 Issue(string host) => _branch.Issue(_key.Public, Alpha, host, Now);

    private static bool Verifies(
        BranchAuthority branch, X509Certificate2 certificate, DateTimeOffset at, string usage)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(branch.Certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(usage));
        return chain.Build(certificate);
    }
}
