using System.Net;
using Orchestrator.Daemon.Configuration;

namespace Orchestrator.Daemon.Tests.Configuration;

public class RemoteApiOptionsReaderTests
{
    private const string Files = """

            certificate: /etc/pbm/api.pem
            key: /etc/pbm/api.key
            authority: /etc/pbm/ca.pem
        """;

    private const string Linked = ClusterOptionsReaderTests.Least + """

          certificate: /etc/pbm/node.pem
          key: /etc/pbm/node.key
          authority: /etc/pbm/ca.pem
        """;

    [Fact]
    public void Accepts_NoSection_AsNobodyElsewhere() => Assert.Null(Read("").Options!.Http.Remote);

    [Fact]
    public void Accepts_FilesOfItsOwn()
    {
        var remote = Read(Remote("address: 10.0.0.1" + Files)).Options!.Http.Remote!;

        Assert.Equal((IPAddress.Parse("10.0.0.1"), 9181), (remote.Address, remote.Port));
        Assert.Equal(
            new NodeCertificateOptions("/etc/pbm/api.pem", "/etc/pbm/api.key", "/etc/pbm/ca.pem"), remote.Files);
    }

    [Fact]
    public void Accepts_TheFilesOfTheLinks()
    {
        var remote = Read(Remote("port: 9443") + Linked).Options!.Http.Remote!;

        Assert.Equal((IPAddress.Any, 9443), (remote.Address, remote.Port));
        Assert.Equal("/etc/pbm/node.pem", remote.Files.Certificate);
    }

    [Theory]
    [InlineData("port: 9443", "http.remote.certificate", "is missing")]
    [InlineData("port: 9443", "http.remote.authority", "is missing")]
    [InlineData("port: 9180" + Files, "http.remote.port", "overlaps port 9180 of http.port")]
    [InlineData("role: admin" + Files, "http.remote.role", "is not a key of http.remote")]
    public void Rejects_WhatCannotServe(string section, string key, string rule)
    {
        var reading = Read(Remote(section));

        Assert.Contains(reading.Errors, error =>
            error.Path == key && error.Rule.Contains(rule, StringComparison.Ordinal));
    }

    private static string Remote(string keys) => $"""

        http:
          remote:
            {keys}
        """;

    private static ConfigReading Read(string sections) => DaemonOptionsReader.Read(ConfigSamples.Least + sections);
}
