using System.Net;
using System.Text;
using Orchestrator.Libvirt.Calls;

namespace Orchestrator.Daemon.Configuration;

/// <summary>
/// Responsible for the keys of the whole file and their rules; a pool's keys are <see cref="PoolOptionsReader"/>'s.
/// </summary>
internal static class DaemonOptionsReader
{
    public const int PoolsMax = 16;
    public const int ConnectionsMax = 65_536;
    public const int CallsInFlightMax = 64;
    public const int NameLengthMax = 128;

    // Linux's PATH_MAX, and libvirt accepts longer URIs only over the network.
    public const int PathLengthMax = 4095;

    // sockaddr_un holds 108 bytes, the last of them a zero.
    private const int SocketPathBytesMax = 107;

    public static ConfigReading Read(string text) => Read(text, new ConfigErrors());

    public static ConfigReading Read(string text, ConfigErrors errors)
    {
        if (ConfigParser.Parse(text, errors) is not { } root)
        {
            return new ConfigReading(null, errors.InOrder);
        }

        var options = ReadRoot(new ConfigSection(root, string.Empty, errors)) with { Text = text };
        return errors.Any ? new ConfigReading(null, errors.InOrder) : new ConfigReading(options, []);
    }

    private static DaemonOptions ReadRoot(ConfigSection root)
    {
        var ports = new PortPlan();
        var signal = ReadSignal(root.Section("signal"));
        var journal = ReadJournal(root.Section("journal"));
        var httpSection = root.Section("http");
        var http = ReadHttp(httpSection, journal, ports);
        var options = new DaemonOptions(
            journal,
            http,
            ReadHypervisor(root.Section("hypervisor")),
            ReadConsole(root.Section("console"), ports),
            signal,
            PoolOptionsReader.ReadAll(root, signal.Port, ports),
            root.Has("cluster") ? ClusterOptionsReader.Read(root.Section("cluster"), ports) : null);
        http = http with { Remote = RemoteApiOptionsReader.Read(httpSection, options.Cluster?.Links, ports) };
        httpSection.RejectUnread("http");
        root.RejectUnread("the file");
        return options with { Http = http };
    }

    private static JournalOptions ReadJournal(ConfigSection section)
    {
        const string Key = "path";
        var path = section.RequiredText(Key, PathLengthMax, "the absolute path of the journal's file");
        if (path.Length > 0 && !Path.IsPathFullyQualified(path))
        {
            section.Reject(Key, $"'{path}' is not an absolute path; begin it with '/'");
        }

        section.RejectUnread("journal");
        return new JournalOptions(path);
    }

    private static HttpOptions ReadHttp(ConfigSection section, JournalOptions journal, PortPlan ports)
    {
        var address = section.Address("address", IPAddress.Loopback);
        if (!IPAddress.IsLoopback(address))
        {
            section.Reject("address",
                $"{address} is not a loopback address; the API has no credentials here, write "
                    + "127.0.0.1, and http.remote for operators elsewhere");
        }

        var port = section.Integer("port", 9180, 1, IPEndPoint.MaxPort);
        ports.Claim(section, "port", port, 1);
        var socket = ReadSocket(section);
        var audit = section.Text(
            "auditLog", Path.Join(Path.GetDirectoryName(journal.Path), "audit.jsonl"), PathLengthMax);
        if (!Path.IsPathFullyQualified(audit) && journal.Path.Length > 0)
        {
            section.Reject("auditLog", $"'{audit}' is not an absolute path; begin it with '/'");
        }

        return new HttpOptions(address, port, socket, audit);
    }

    private static string? ReadSocket(ConfigSection section)
    {
        const string Key = "socket";
        var path = section.Text(Key, string.Empty, PathLengthMax);
        if (path.Length == 0)
        {
            return null;
        }

        if (!Path.IsPathFullyQualified(path))
        {
            section.Reject(Key, $"'{path}' is not an absolute path; begin it with '/'");
        }
        else if (Encoding.UTF8.GetByteCount(path) > SocketPathBytesMax)
        {
            section.Reject(Key, $"'{path}' has more than {SocketPathBytesMax} bytes, the kernel's limit; shorten it");
        }

        return path;
    }

    private static HypervisorOptions ReadHypervisor(ConfigSection section)
    {
        var uri = section.Text("uri", "qemu:///system", PathLengthMax);
        if (!uri.Contains("://", StringComparison.Ordinal))
        {
            section.Reject("uri", $"'{uri}' is not a libvirt connection URI; write one such as qemu:///system");
        }

        var options = new HypervisorOptions(
            uri,
            section.RequiredText("storagePool", NameLengthMax, "the name of libvirt's storage pool for overlays"),
            section.Integer("callsInFlightMax", 8, 1, CallsInFlightMax),
            ReadCallDeadlines(section));
        section.RejectUnread("hypervisor");
        return options;
    }

    private static CallDeadlines ReadCallDeadlines(ConfigSection section)
    {
        var defaults = new CallDeadlines();
        TimeSpan Read(string key, TimeSpan otherwise) =>
            section.Duration(key, otherwise, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        return new CallDeadlines
        {
            List = Read("listDeadline", defaults.List),
            Inspect = Read("inspectDeadline", defaults.Inspect),
            Clone = Read("cloneDeadline", defaults.Clone),
            Destroy = Read("destroyDeadline", defaults.Destroy),
            Delete = Read("deleteDeadline", defaults.Delete),
            Agent = Read("agentDeadline", defaults.Agent),
        };
    }

    private static ConsoleOptions ReadConsole(ConfigSection section, PortPlan ports)
    {
        var options = new ConsoleOptions(
            section.Address("address", IPAddress.Any),
            section.Integer("port", 5906, 1, IPEndPoint.MaxPort),
            section.Integer("connectionsPerSessionMax", 32, 1, 256),
            section.Integer("connectionsMax", 512, 1, ConnectionsMax));
        ports.Claim(section, "port", options.Port, 1);
        section.RejectUnread("console");
        return options;
    }

    private static SignalOptions ReadSignal(ConfigSection section)
    {
        var options = new SignalOptions(
            section.Address("address", IPAddress.Any),
            section.Integer("port", 5905, 1, IPEndPoint.MaxPort),
            section.Integer("connectionsMax", 256, 1, ConnectionsMax),
            section.Integer("connectionsPerKioskMax", 4, 1, ConnectionsMax),
            section.Integer("signalsPerKioskPerMinuteMax", 30, 1, 60_000));
        if (options.ConnectionsPerKioskMax > options.ConnectionsMax)
        {
            section.Reject("connectionsPerKioskMax",
                $"{options.ConnectionsPerKioskMax} is more than connectionsMax, {options.ConnectionsMax}");
        }

        section.RejectUnread("signal");
        return options;
    }
}
