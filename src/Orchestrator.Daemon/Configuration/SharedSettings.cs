using System.Net;

namespace Orchestrator.Daemon.Configuration;

/// <summary>Responsible for what a node's file has in common with that of a server that joins its branch.</summary>
internal static class SharedSettings
{
    private const string Cluster = "cluster";
    private const string Etcd = "etcd";

    /// <summary>What each node has for itself.</summary>
    private static readonly string[] OfOneNode =
        ["node", "address", "certificate", "key", "authority", "authorityKey"];

    /// <summary>Sections whose address kiosks reach: one address cannot be two servers'.</summary>
    private static readonly string[] Reached = ["signal", "console"];

    /// <param name="text">The file of a node, which is valid.</param>
    /// <param name="host">The host of this node's address: where the file says it, the other's stands then.</param>
    /// <param name="newHost">The host of the new node's address.</param>
    /// <returns>YAML: everything but what is this node's alone.</returns>
    public static string Of(string text, string host, string newHost)
    {
        var entries = new Dictionary<string, ConfigEntry>(Parse(text).Entries, StringComparer.Ordinal);
        foreach (var section in Reached)
        {
            Change(entries, section, inner => Readdress(inner, host, newHost));
        }

        Change(entries, Cluster, inner =>
        {
            foreach (var key in OfOneNode)
            {
                inner.Remove(key);
            }

            Change(inner, Etcd, etcd =>
            {
                foreach (var key in OfOneNode)
                {
                    etcd.Remove(key);
                }
            });
        });
        return ConfigWriter.Write(new ConfigNode.Mapping(entries, 0));
    }

    /// <summary>The file of a node: what it shares, and over it what is its own.</summary>
    /// <param name="shared">What <see cref="Of"/> gave.</param>
    /// <param name="own">The section <c>cluster</c> of the node.</param>
    /// <exception cref="StartException">The branch sent no settings.</exception>
    public static string Join(string shared, string own) =>
        ConfigWriter.Write(Merge(Parse(shared), Parse(own)));

    /// <summary>Client URLs of etcd's members in shared settings.</summary>
    /// <exception cref="StartException">There are none.</exception>
    public static IReadOnlyList<Uri> StoreOf(string shared)
    {
        var found = Parse(shared).Entries.GetValueOrDefault(Cluster)?.Value is ConfigNode.Mapping cluster
            && cluster.Entries.GetValueOrDefault(Etcd)?.Value is ConfigNode.Mapping etcd
            && etcd.Entries.GetValueOrDefault("endpoints")?.Value is ConfigNode.Sequence endpoints
                ? endpoints.Items.OfType<ConfigNode.Scalar>().Select(item => item.Text)
                : [];
        var urls = found.Select(text => Uri.TryCreate(text, UriKind.Absolute, out var url) ? url : null)
            .OfType<Uri>().ToList();
        return urls.Count > 0
            ? urls
            : throw new StartException("the branch does not say where its etcd is; its node is of another version");
    }

    private static ConfigNode.Mapping Parse(string text)
    {
        var errors = new ConfigErrors();
        var root = ConfigParser.Parse(text, errors);
        return root is not null && !errors.Any
            ? root
            : throw new StartException($"the branch's settings cannot be read: {string.Join("; ", errors.InOrder)}");
    }

    private static void Change(
        Dictionary<string, ConfigEntry> entries, string key, Action<Dictionary<string, ConfigEntry>> change)
    {
        if (entries.TryGetValue(key, out var entry) && entry.Value is ConfigNode.Mapping mapping)
        {
            var inner = new Dictionary<string, ConfigEntry>(mapping.Entries, StringComparer.Ordinal);
            change(inner);
            entries[key] = entry with { Value = mapping with { Entries = inner } };
        }
    }

    /// <summary>An address that is neither the node's nor everybody's, as that of a kiosks' network, is not known of
    /// the new server: it listens at all of its own.</summary>
    private static void Readdress(Dictionary<string, ConfigEntry> section, string host, string newHost)
    {
        const string Key = "address";
        if (!section.TryGetValue(Key, out var entry) || entry.Value is not ConfigNode.Scalar said
            || !IPAddress.TryParse(said.Text, out var address)
            || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || IPAddress.IsLoopback(address))
        {
            return;
        }

        if (said.Text == host && IPAddress.TryParse(newHost, out _))
        {
            section[Key] = entry with { Value = said with { Text = newHost } };
        }
        else
        {
            section.Remove(Key);
        }
    }

    private static ConfigNode.Mapping Merge(ConfigNode.Mapping under, ConfigNode.Mapping over)
    {
        var entries = new Dictionary<string, ConfigEntry>(under.Entries, StringComparer.Ordinal);
        foreach (var (key, entry) in over.Entries)
        {
            entries[key] = entries.TryGetValue(key, out var known)
                && (known.Value, entry.Value) is (ConfigNode.Mapping lower, ConfigNode.Mapping upper)
                    ? entry with { Value = Merge(lower, upper) }
                    : entry;
        }

        return under with { Entries = entries };
    }
}
