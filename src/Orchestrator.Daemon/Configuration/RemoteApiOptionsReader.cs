using System.Net;

namespace Orchestrator.Daemon.Configuration;

/// <summary>Responsible for the keys of the section <c>http.remote</c> and their rules.</summary>
internal static class RemoteApiOptionsReader
{
    private const string Section = "remote";

    /// <param name="http">The section above.</param>
    /// <param name="links">The node's certificates, if it has links to others: the same serve here unless other files
    /// are named.</param>
    /// <param name="ports">What is taken.</param>
    /// <returns>Null: there is no such section.</returns>
    public static RemoteApiOptions? Read(ConfigSection http, NodeCertificateOptions? links, PortPlan ports)
    {
        var section = http.Section(Section);
        if (!http.Has(Section))
        {
            return null;
        }

        var address = section.Address("address", IPAddress.Any);
        var port = section.Integer("port", 9181, 1, IPEndPoint.MaxPort);
        ports.Claim(section, "port", port, 1);
        var files = ClusterOptionsReader.ReadCertificates(section, isRequired: links is null) ?? links!;
        section.RejectUnread("http.remote");
        return new RemoteApiOptions(address, port, files);
    }
}
