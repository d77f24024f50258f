using System.Net;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Testing.Certificates;

namespace Orchestrator.Testing.Nodes;

/// <summary>What stands on a node's disk and outlives its processes: certificate, key, journal,
/// configuration.</summary>
public sealed class NodeFiles
{
    /// <summary>Where clients call the store's members.</summary>
    public const int EtcdPort = 2379;

    public NodeFiles(string directory, string node, IPAddress address, TestAuthority authority)
    {
        ArgumentNullException.ThrowIfNull(authority);
        Directory = System.IO.Directory.CreateDirectory(directory).FullName;
        (Node, Address) = (node, address);
        using var certificate = authority.Issue(node, address: address);
        Write(Certificate, certificate.ExportCertificatePem());
        Write(Key, certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        Write(Authority, authority.Certificate.ExportCertificatePem());
    }

    public string Directory { get; }

    public string Node { get; }

    public IPAddress Address { get; }

    public string Certificate => Path("node.pem");

    public string Key => Path("node.key");

    public string Authority => Path("branch-ca.pem");

    public string Journal => Path("journal.db");

    public string Witness => Journal + ".witness";

    public string ApiSocket => Path("api.sock");

    public string Configuration => Path("pbm.yaml");

    /// <summary>Writes the configuration that the next start reads.</summary>
    /// <param name="pool">The pool's name.</param>
    /// <param name="settings">What the branch differs in from the default one.</param>
    /// <param name="stores">Addresses of the store's members.</param>
    public void Configure(string pool, BranchOfThreeSettings settings, IEnumerable<IPAddress> stores)
    {
        ArgumentNullException.ThrowIfNull(settings);

        // The nearest first.
        var endpoints = stores.OrderBy(store => store.Equals(Address) ? 0 : 1)
            .Select(store => $"\"https://{store}:{EtcdPort}\"");
        Write(Configuration, $$"""
            journal: { path: {{Journal}} }
            http: { address: 127.0.0.1, port: 9180, socket: {{ApiSocket}} }
            hypervisor: { uri: "qemu:///system", storagePool: pbm-overlays }
            signal: { address: {{Address}} }
            console: { address: {{Address}} }
            cluster:
              node: {{Node}}
              address: {{Address}}:5907
              certificate: {{Certificate}}
              key: {{Key}}
              authority: {{Authority}}
              etcd:
                endpoints: [ {{string.Join(", ", endpoints)}} ]
                certificate: {{Certificate}}
                key: {{Key}}
                authority: {{Authority}}
              leaseTimeToLive: {{settings.LeaseTimeToLive}}
              replanAfter: {{settings.ReplanAfter}}
            pools:
              - { name: {{pool}}, goldenImage: golden-demo, size: {{settings.Size}}, readiness: console,
                  machineMemoryMiB: 256, machineProcessors: 1, idleTimeout: {{settings.IdleTimeout}},
                  {{settings.Pool}} }
            """);
    }

    private string Path(string name) => System.IO.Path.Combine(Directory, name);

    private static void Write(string path, string text) => File.WriteAllText(path, text);
}
