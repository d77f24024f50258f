using Orchestrator.Core.Cluster;
using Orchestrator.Daemon.Configuration;
using Orchestrator.Enrolment;

namespace Orchestrator.Daemon.Tests.Configuration;

public sealed class SharedSettingsTests
{
    private const string First = """
        journal: { path: /var/lib/pbm/journal.db }
        hypervisor: { storagePool: pbm-overlays }
        http: { address: 127.0.0.1, socket: /run/pbm/pbm.sock }
        signal: { address: 10.0.0.1 }
        console: { address: 169.254.24.1, port: 5906 }
        cluster:
          node: alpha
          address: 10.0.0.1:5907
          certificate: /etc/pbm/node.pem
          key: /etc/pbm/node.key
          authority: /etc/pbm/branch-ca.pem
          authorityKey: /etc/pbm/branch-ca.key
          replanAfter: 7s
          etcd:
            endpoints: ["https://10.0.0.1:2379"]
            certificate: /etc/pbm/node.pem
            key: /etc/pbm/node.key
            authority: /etc/pbm/branch-ca.pem
        pools:
          - { name: office, goldenImage: "win 10: \"ü\"", size: 4, machineMemoryMiB: 256, machineProcessors: 1 }
        """;

    [Fact]
    public void Settings_OfANode_HoldNothingOfItsOwn()
    {
        var shared = SharedSettings.Of(First, "10.0.0.1", "10.0.0.2");

        Assert.DoesNotContain("alpha", shared, StringComparison.Ordinal);
        Assert.DoesNotContain("/etc/pbm", shared, StringComparison.Ordinal);
        Assert.DoesNotContain("169.254", shared, StringComparison.Ordinal);
        Assert.Equal([new Uri("https://10.0.0.1:2379")], SharedSettings.StoreOf(shared));
    }

    [Fact]
    public void Settings_OfANodeThatJoined_AreTheBranchsWithItsOwn()
    {
        var shared = SharedSettings.Of(First, "10.0.0.1", "10.0.0.2");
        var section = new ClusterSection(
            NodeName.Parse("beta"), new NodeAddress("10.0.0.2", 5907), new NodeFiles("/etc/pbm"),
            [new Uri("https://10.0.0.2:2379"), new Uri("https://10.0.0.1:2379")]);

        var reading = DaemonOptionsReader.Read(SharedSettings.Join(shared, section.ToYaml()));

        Assert.Empty(reading.Errors);
        var options = reading.Options!;
        var pool = Assert.Single(options.Pools);
        Assert.Equal(("office", "win 10: \"ü\"", 4), (
            pool.Settings.Name.Value, pool.Settings.GoldenImage, pool.Settings.Size));
        Assert.Equal("10.0.0.2", options.Signal.Address.ToString());
        Assert.Equal("0.0.0.0", options.Console.Address.ToString());
        Assert.Equal("/run/pbm/pbm.sock", options.Http.Socket);
        var cluster = options.Cluster!;
        Assert.Equal(("beta", "10.0.0.2:5907"), (cluster.Node.Value, cluster.Address));
        Assert.Equal(TimeSpan.FromSeconds(7), cluster.ReplanAfter);
        Assert.Null(cluster.AuthorityKey);
        Assert.Equal(section.Endpoints, cluster.Etcd.Endpoints);
        Assert.Equal("/etc/pbm/node.key", cluster.Etcd.Key);
    }

    [Theory]
    [InlineData("a: b")]
    [InlineData("a: \"\"")]
    [InlineData("a:")]
    [InlineData("a: []\nb: {}")]
    [InlineData("a:\n  - b: c\n    d: [e, {f: g}]\n  - [h, i]")]
    [InlineData("\"a: b\": \"# \\\\ \\\" \\t \\u2028\"")]
    [InlineData("a: \"null\"\nb: \"~\"\nc: \"-x\"\nd: \"0x1f\"\ne: \"@\"")]
    public void Tree_WrittenAndReadAgain_IsTheSame(string yaml)
    {
        var first = Read(yaml);

        Assert.Equal(Shape(first), Shape(Read(ConfigWriter.Write(first))));
    }

    private static ConfigNode.Mapping Read(string yaml)
    {
        var errors = new ConfigErrors();
        var root = ConfigParser.Parse(yaml, errors);
        Assert.Empty(errors.InOrder);
        return root!;
    }

    /// <summary>A tree without its lines; a plain text that says nothing is no text.</summary>
    private static string Shape(ConfigNode node) => node switch
    {
        ConfigNode.Mapping mapping =>
            $"{{{string.Join(',', mapping.Entries.Values.Select(one => $"<{one.Key}>{Shape(one.Value)}"))}}}",
        ConfigNode.Sequence sequence => $"[{string.Join(',', sequence.Items.Select(Shape))}]",
        ConfigNode.Scalar { Quoted: false, Text: "" or "~" or "null" } => "nothing",
        ConfigNode.Scalar scalar => $"<{scalar.Text}>",
        _ => throw new InvalidOperationException(),
    };
}
