using System.CommandLine;
using System.Security.Cryptography;
using Orchestrator.Contracts;
using Orchestrator.Core.Cluster;
using Orchestrator.Enrolment;

namespace Orchestrator.Cli.Commands;

/// <summary>Makes a branch on its first server, where no daemon has to run yet: the authority, this node's certificate,
/// and what etcd and the daemon are told.</summary>
internal sealed class ClusterInitCommand : Command
{
    private readonly Call _call;
    private readonly Option<string> _node = new("--node", "-n")
    {
        Description = "this server's name in the branch",
        Required = true,
    };

    private readonly Option<string> _address = new("--address", "-a")
    {
        Description = "host:port where the other servers will reach this one",
        Required = true,
    };

    private readonly Option<string> _directory = new("--directory")
    {
        Description = "where certificates, keys and settings shall be",
        DefaultValueFactory = _ => "/etc/pbm",
    };

    private readonly Option<string> _data = new("--etcd-data")
    {
        Description = "the directory of this server's etcd",
        DefaultValueFactory = _ => EtcdMemberSettings.DataDefault,
    };

    public ClusterInitCommand(Call call)
        : base("init", "Makes a new branch with this server as its first: its authority and etcd's settings.")
    {
        _call = call;
        Options.Add(_node);
        Options.Add(_address);
        Options.Add(_directory);
        Options.Add(_data);
        _node.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !NodeName.TryParse(token.Value, out _))
            {
                result.AddError($"'{token.Value}' is not {NodeName.Rule}");
            }
        });
        _address.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !NodeAddress.TryParse(token.Value, out _))
            {
                result.AddError($"'{token.Value}' is not host:port; write one such as 192.168.24.11:5907");
            }
        });
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var node = NodeName.Parse(parsed.GetRequiredValue(_node));
        _ = NodeAddress.TryParse(parsed.GetRequiredValue(_address), out var address);
        var files = new NodeFiles(parsed.GetRequiredValue(_directory));
        string[] made =
        [
            files.Authority, files.AuthorityKey, files.Certificate, files.Key, files.EtcdMember, files.ClusterSection,
        ];
        if (made.FirstOrDefault(File.Exists) is { } there)
        {
            return _call.Complain(
                ExitCode.Refused,
                $"{there} exists: this server is of a branch already. A lost authority cannot be made again; to begin "
                    + $"anew, move {files.Folder} away first");
        }

        try
        {
            Make(node, address!, files, parsed.GetRequiredValue(_data));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return _call.Complain(ExitCode.Refused, $"the branch could not be made: {error.Message}");
        }

        var next = $"""
            The branch's authority is {files.Authority}; its key is {files.AuthorityKey}:
            whoever has that can make servers of the branch, so keep a copy where it is safe.
            1. start etcd:                              deploy/cluster/etcd.sh start {files.Folder}
            2. add the section to the configuration:    cat {files.ClusterSection} >> {files.Configuration}
            3. start the daemon again; then, for each further server: pbm cluster token create --ttl 1h
            """;
        _call.Show(parsed, new OrderDone(next), ApiJson.Default.OrderDone, (rows, done) => rows.Line(done.Detail));
        return ExitCode.Success;
    }

    private static void Make(NodeName node, NodeAddress address, NodeFiles files, string data)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var authority = BranchAuthority.Create(now);
        using var key = NodeKey.Create();
        using var certificate = authority.Issue(key.Public, node, address.Host, now);
        var etcd = new EtcdMemberSettings(node, address.Host, files, Path.GetFullPath(data));
        var section = new ClusterSection(node, address, files, [etcd.ClientUrl]) { HoldsAuthorityKey = true };
        files.Prepare();
        NodeFiles.WriteSecret(files.AuthorityKey, authority.KeyPem + "\n");
        NodeFiles.WritePublic(files.Authority, authority.CertificatePem + "\n");
        NodeFiles.WriteSecret(files.Key, key.Pem + "\n");
        NodeFiles.WritePublic(files.Certificate, certificate.ExportCertificatePem() + "\n");
        NodeFiles.WritePublic(files.EtcdMember, etcd.Environment([etcd.Entry], isFirst: true));
        NodeFiles.WritePublic(files.ClusterSection, section.ToYaml());
    }
}
