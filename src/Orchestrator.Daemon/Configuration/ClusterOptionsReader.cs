using Orchestrator.Core.Cluster;

namespace Orchestrator.Daemon.Configuration;

/// <summary>Responsible for the keys of the section <c>cluster</c> and their rules.</summary>
internal static class ClusterOptionsReader
{
    /// <summary>More members make a store slower and not safer.</summary>
    private const int EndpointsMax = 7;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static ClusterOptions Read(ConfigSection section, PortPlan ports)
    {
        var options = new ClusterOptions(
            ReadNode(section),
            ReadAddress(section),
            ReadEtcd(section.Section("etcd")),
            section.Integer("reservedMemoryMiB", 1024, 0, PoolOptionsReader.MemoryMiBMax),
            section.Integer("processorsPerCore", 4, 1, 64),
            section.Duration("leaseTimeToLive", 5 * Second, 3 * Second, 60 * Second),
            section.Duration("replanAfter", 3 * Second, TimeSpan.Zero, TimeSpan.FromHours(1)),
            ReadCertificates(section, isRequired: false))
        {
            AuthorityKey = ReadAuthorityKey(section),
        };
        if (options.Links is not null && Uri.TryCreate($"tcp://{options.Address}", UriKind.Absolute, out var address))
        {
            ports.Claim(section, "address", Math.Max(address.Port, 0), 1);
        }

        section.RejectUnread("cluster");
        return options;
    }

    /// <summary>All of the three files, or, unless they are required, none.</summary>
    internal static NodeCertificateOptions? ReadCertificates(ConfigSection section, bool isRequired)
    {
        string[] keys = ["certificate", "key", "authority"];
        if (!isRequired && !keys.Any(section.Has))
        {
            return null;
        }

        var files = keys.Select(key => ReadFile(section, key)).ToList();
        return new NodeCertificateOptions(files[0], files[1], files[2]);
    }

    private static NodeName ReadNode(ConfigSection section)
    {
        var text = section.RequiredText("node", DaemonOptionsReader.NameLengthMax, "the node's name in its branch");
        if (!NodeName.TryParse(text, out var node) && text.Length > 0)
        {
            section.Reject("node", $"'{text}' is not {NodeName.Rule}");
        }

        return node;
    }

    private static string ReadAddress(ConfigSection section)
    {
        const string Key = "address";
        var text = section.RequiredText(Key, DaemonOptionsReader.NameLengthMax, "host:port where other nodes reach it");
        var isAddress = Uri.TryCreate($"tcp://{text}", UriKind.Absolute, out var uri)
            && uri.Port > 0 && uri.Authority == text;
        if (text.Length > 0 && !isAddress)
        {
            section.Reject(Key, $"'{text}' is not host:port; write one such as 192.168.24.11:5907");
        }

        return text;
    }

    private static string? ReadAuthorityKey(ConfigSection section)
    {
        const string Key = "authorityKey";
        if (!section.Has(Key))
        {
            return null;
        }

        var path = ReadFile(section, Key);
        if (!section.Has("authority"))
        {
            section.Reject(Key, "signs for servers that reach this one by links; give certificate, key and authority");
        }

        return path;
    }

    private static EtcdAccessOptions ReadEtcd(ConfigSection section)
    {
        const string Key = "endpoints";
        var endpoints = new List<Uri>();
        foreach (var text in section.RequiredTexts(
            Key, EndpointsMax, DaemonOptionsReader.NameLengthMax, "the client URLs of etcd's members"))
        {
            if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                && uri.PathAndQuery == "/")
            {
                endpoints.Add(uri);
            }
            else
            {
                section.Reject(Key, $"'{text}' is not a client URL of etcd; write one such as https://10.0.0.1:2379");
            }
        }

        var isSecure = endpoints.Any(endpoint => endpoint.Scheme == "https");
        if (isSecure && endpoints.Any(endpoint => endpoint.Scheme == "http"))
        {
            section.Reject(Key, "are of http and https; all must be of one scheme");
        }

        var options = new EtcdAccessOptions(
            endpoints,
            ReadEtcdFile(section, "certificate", isSecure),
            ReadEtcdFile(section, "key", isSecure),
            ReadEtcdFile(section, "authority", isSecure));
        CheckPlain(section, endpoints);
        section.RejectUnread("cluster.etcd");
        return options;
    }

    /// <summary>Whoever reaches a store without TLS may write the plan.</summary>
    private static void CheckPlain(ConfigSection section, List<Uri> endpoints)
    {
        if (endpoints.FirstOrDefault(endpoint => endpoint.Scheme == "http" && !endpoint.IsLoopback) is { } open)
        {
            section.Reject("endpoints", $"{open} is not of this server and has no TLS; write https");
        }
    }

    private static string? ReadEtcdFile(ConfigSection section, string key, bool isSecure)
    {
        if (!isSecure)
        {
            if (section.Has(key))
            {
                section.Text(key, string.Empty, DaemonOptionsReader.PathLengthMax);
                section.Reject(key, "is of use with https endpoints only; remove it, or write https");
            }

            return null;
        }

        return ReadFile(section, key);
    }

    private static string ReadFile(ConfigSection section, string key)
    {
        var path = section.RequiredText(key, DaemonOptionsReader.PathLengthMax, "the absolute path of a PEM file");
        if (path.Length > 0 && !Path.IsPathFullyQualified(path))
        {
            section.Reject(key, $"'{path}' is not an absolute path; begin it with '/'");
        }

        return path;
    }
}
