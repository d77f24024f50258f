using Orchestrator.Core.Cluster;
using Orchestrator.Daemon.Configuration;

namespace Orchestrator.Daemon.Tests.Configuration;

public class ClusterOptionsReaderTests
{
    /// <summary>The shortest section that is valid, to follow the shortest configuration.</summary>
    internal const string Least = """

        cluster:
          node: alpha
          address: 10.0.0.1:5907
          etcd:
            endpoints: ["http://127.0.0.1:2379"]
        """;

    private const string Linked = Least + """

          certificate: /etc/pbm/node.pem
          key: /etc/pbm/node.key
          authority: /etc/pbm/ca.pem

        """;

    private const string Secure = """

        cluster:
          node: alpha
          address: alpha.branch:5907
          etcd:
            endpoints:
              - https://10.0.0.1:2379
              - https://10.0.0.2:2379
            certificate: /etc/pbm/node.pem
            key: /etc/pbm/node.key
            authority: /etc/pbm/ca.pem
        """;

    [Fact]
    public void Accepts_NoSection_AsASingleServer() =>
        Assert.Null(DaemonOptionsReader.Read(ConfigSamples.Least).Options!.Cluster);

    [Fact]
    public void Accepts_LeastSection_WithDefaults()
    {
        var cluster = Read(Least).Options!.Cluster!;

        Assert.Equal((NodeName.Parse("alpha"), "10.0.0.1:5907"), (cluster.Node, cluster.Address));
        Assert.Equal([new Uri("http://127.0.0.1:2379")], cluster.Etcd.Endpoints);
        Assert.Equal((1024, 4), (cluster.ReservedMemoryMiB, cluster.ProcessorsPerCore));
    }

    [Fact]
    public void Accepts_SecureSection_WithItsFiles()
    {
        var etcd = Read(Secure).Options!.Cluster!.Etcd;

        Assert.Equal(2, etcd.Endpoints.Count);
        Assert.Equal(
            ("/etc/pbm/node.pem", "/etc/pbm/node.key", "/etc/pbm/ca.pem"),
            (etcd.Certificate, etcd.Key, etcd.Authority));
    }

    [Fact]
    public void Accepts_Links_WithTheirFiles()
    {
        var cluster = Read(Linked).Options!.Cluster!;

        Assert.Equal(
            new NodeCertificateOptions("/etc/pbm/node.pem", "/etc/pbm/node.key", "/etc/pbm/ca.pem"), cluster.Links);
        Assert.Null(Read(Least).Options!.Cluster!.Links);
    }

    [Theory]
    [InlineData("  key: /etc/pbm/node.key\n", "", "cluster.key: is missing; give the absolute path")]
    [InlineData("/etc/pbm/ca.pem", "ca.pem", "cluster.authority: 'ca.pem' is not an absolute path")]
    [InlineData("10.0.0.1:5907", "10.0.0.1:5906", "cluster.address: port 5906 overlaps port 5906 of console.port")]
    public void Rejects_BrokenLinks_ByTheirKey(string part, string replacement, string expected)
    {
        Assert.Contains(part, Linked, StringComparison.Ordinal);
        var errors = Read(Linked.Replace(part, replacement, StringComparison.Ordinal)).Errors;

        Assert.Contains(errors, error => error.ToString().Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("node: alpha", "node: Alpha", "cluster.node: 'Alpha' is not 1 to 63 characters")]
    [InlineData("  node: alpha\n", "", "cluster.node: is missing; give the node's name in its branch")]
    [InlineData("alpha.branch:5907", "alpha.branch", "cluster.address: 'alpha.branch' is not host:port")]
    [InlineData("alpha.branch:5907", "alpha:99999", "cluster.address: 'alpha:99999' is not host:port")]
    [InlineData("- https://10.0.0.1:2379", "- 10.0.0.1:2379", "'10.0.0.1:2379' is not a client URL of etcd")]
    [InlineData("- https://10.0.0.1:2379", "- https://10.0.0.1:2379/v3", "is not a client URL of etcd")]
    [InlineData("- https://10.0.0.1:2379", "- http://127.0.0.1:2379", "are of http and https")]
    [InlineData("    key: /etc/pbm/node.key\n", "", "cluster.etcd.key: is missing; give the absolute path")]
    [InlineData("/etc/pbm/ca.pem", "ca.pem", "cluster.etcd.authority: 'ca.pem' is not an absolute path")]
    [InlineData("/etc/pbm/ca.pem", "/etc/pbm/ca.pem\n    user: root", "etcd.user: is not a key of cluster.etcd")]
    [InlineData("  etcd:", "  replanAfter: 2h\n  etcd:", "cluster.replanAfter: 2h is not in 0s..1h")]
    [InlineData("  etcd:", "  leaseTimeToLive: 1s\n  etcd:", "cluster.leaseTimeToLive: 1s is not in 3s..1m")]
    public void Rejects_BrokenRule_ByItsKey(string part, string replacement, string expected)
    {
        Assert.Contains(part, Secure, StringComparison.Ordinal);
        var errors = Read(Secure.Replace(part, replacement, StringComparison.Ordinal)).Errors;

        Assert.Contains(errors, error => error.ToString().Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Rejects_PlainEndpointOfAnotherServer()
    {
        var errors = Read(Least.Replace("127.0.0.1", "10.0.0.9", StringComparison.Ordinal)).Errors;

        Assert.Contains("has no TLS; write https", Assert.Single(errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Rejects_CertificateWithoutTls()
    {
        var errors = Read(Least + "\n    key: /etc/pbm/node.key").Errors;

        var error = Assert.Single(errors);
        Assert.Contains("is of use with https endpoints only", error.ToString(), StringComparison.Ordinal);
    }

    private static ConfigReading Read(string cluster) => DaemonOptionsReader.Read(ConfigSamples.Least + cluster);
}
