using Orchestrator.Core.Cluster;

namespace Orchestrator.Enrolment.Tests;

public sealed class NodeFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pbm-files-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Secret_IsItsOwnersAlone()
    {
        var files = new NodeFiles(Path.Combine(_folder.FullName, "pbm"));
        files.Prepare();

        NodeFiles.WriteSecret(files.Key, "secret");
        NodeFiles.WritePublic(files.Certificate, "public");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(files.Key));
        Assert.True(File.GetUnixFileMode(files.Certificate).HasFlag(UnixFileMode.OtherRead));
        Assert.Equal("secret", File.ReadAllText(files.Key));
    }

    [Fact]
    public void File_ThatExists_StaysAsItIs()
    {
        var files = new NodeFiles(_folder.FullName);
        NodeFiles.WriteSecret(files.Key, "first");

        Assert.Throws<IOException>(() => NodeFiles.WriteSecret(files.Key, "second"));

        Assert.Equal("first", File.ReadAllText(files.Key));
        Assert.Equal([files.Key], Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public void EtcdMember_OfTheFirstServer_IsSecureOnBothPorts()
    {
        var member = new EtcdMemberSettings(
            NodeName.Parse("alpha"), "10.0.0.1", new NodeFiles("/etc/pbm"), EtcdMemberSettings.DataDefault);

        Assert.Equal(
            """
            ETCD_NAME='alpha'
            ETCD_DATA_DIR='/var/lib/pbm/etcd'
            ETCD_LISTEN_CLIENT_URLS='https://10.0.0.1:2379'
            ETCD_ADVERTISE_CLIENT_URLS='https://10.0.0.1:2379'
            ETCD_LISTEN_PEER_URLS='https://10.0.0.1:2380'
            ETCD_INITIAL_ADVERTISE_PEER_URLS='https://10.0.0.1:2380'
            ETCD_INITIAL_CLUSTER='alpha=https://10.0.0.1:2380'
            ETCD_INITIAL_CLUSTER_STATE='new'
            ETCD_CLIENT_CERT_AUTH='true'
            ETCD_TRUSTED_CA_FILE='/etc/pbm/branch-ca.pem'
            ETCD_CERT_FILE='/etc/pbm/node.pem'
            ETCD_KEY_FILE='/etc/pbm/node.key'
            ETCD_PEER_CLIENT_CERT_AUTH='true'
            ETCD_PEER_TRUSTED_CA_FILE='/etc/pbm/branch-ca.pem'
            ETCD_PEER_CERT_FILE='/etc/pbm/node.pem'
            ETCD_PEER_KEY_FILE='/etc/pbm/node.key'

            """,
            member.Environment([member.Entry], isFirst: true));
        Assert.StartsWith(
            "etcd --name=alpha --data-dir=/var/lib/pbm/etcd --listen-client-urls=https://10.0.0.1:2379 ",
            member.CommandLine([member.Entry], isFirst: true),
            StringComparison.Ordinal);
    }

    [Fact]
    public void EtcdMember_OfAHostName_ListensOnEveryAddress()
    {
        var member = new EtcdMemberSettings(
            NodeName.Parse("beta"), "server-b.example.org", new NodeFiles("/etc/pbm"), "/data");

        var text = member.Environment(["alpha=https://10.0.0.1:2380", member.Entry], isFirst: false);

        Assert.Contains("ETCD_LISTEN_PEER_URLS='https://0.0.0.0:2380'\n", text, StringComparison.Ordinal);
        Assert.Contains("ETCD_INITIAL_CLUSTER_STATE='existing'\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "ETCD_INITIAL_CLUSTER='alpha=https://10.0.0.1:2380,beta=https://server-b.example.org:2380'\n", text,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.1:5907", "10.0.0.1", 5907)]
    [InlineData("[fd00::1]:5907", "fd00::1", 5907)]
    [InlineData("server-a:1", "server-a", 1)]
    public void Address_OfHostAndPort_IsRead(string text, string host, int port)
    {
        Assert.True(NodeAddress.TryParse(text, out var address));
        Assert.Equal(new NodeAddress(host, port), address);
        Assert.Equal(text, address.ToString());
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("10.0.0.1:0")]
    [InlineData("10.0.0.1:5907/x")]
    [InlineData("")]
    [InlineData(null)]
    public void Address_OfAnotherShape_IsNone(string? text) => Assert.False(NodeAddress.TryParse(text, out _));
}
