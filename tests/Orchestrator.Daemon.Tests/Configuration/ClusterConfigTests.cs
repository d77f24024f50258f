using Orchestrator.Core.Pools;
using Orchestrator.Daemon.Configuration;

namespace Orchestrator.Daemon.Tests.Configuration;

public class ClusterConfigTests
{
    [Fact]
    public void SingleServer_AsShipped_IsValid()
    {
        var reading = ConfigFile.Load(ConfigSamples.File("single-server.yaml"));

        Assert.Empty(reading.Errors);
        var pool = Assert.Single(reading.Options!.Pools).Settings;
        Assert.Equal(("win10", 4, ReadinessProbe.Console), (pool.GoldenImage, pool.Size, pool.Readiness));
    }

    [Fact]
    public void SingleServer_ShownDefaults_AreTheDefaults()
    {
        var shown = ConfigFile.Load(ConfigSamples.File("single-server.yaml")).Options!.Pools[0].Settings;

        var expected = new PoolSettings(shown.Name, shown.GoldenImage, shown.Size)
        {
            SessionLimit = TimeSpan.FromHours(2),
            Readiness = ReadinessProbe.Console,
        };
        Assert.Equal(expected, shown);
    }

    [Fact]
    public void Branch_AsShipped_IsValidAndShowsTheDefaults()
    {
        var reading = ConfigFile.Load(ConfigSamples.File("branch.yaml"));

        Assert.Empty(reading.Errors);
        var shown = reading.Options!.Cluster!;
        var least = DaemonOptionsReader.Read(ConfigSamples.Least + ClusterOptionsReaderTests.Least).Options!.Cluster!;
        Assert.Equal(3, shown.Etcd.Endpoints.Count);
        Assert.NotNull(shown.Links);
        Assert.NotNull(shown.AuthorityKey);
        Assert.Equal(
            least with
            {
                Node = shown.Node, Address = shown.Address, Etcd = shown.Etcd, Links = shown.Links,
                AuthorityKey = shown.AuthorityKey,
            },
            shown);
        Assert.Equal(
            DaemonOptionsReader.Read(ConfigSamples.Least).Options!.Pools[0].Machine, reading.Options.Pools[0].Machine);
    }

    [Fact]
    public void Demo_AsShipped_IsValid()
    {
        var reading = ConfigFile.Load(ConfigSamples.File("demo.yaml"));

        Assert.Empty(reading.Errors);
        var options = reading.Options!;
        Assert.Equal("/var/lib/pbm/demo/journal.db", options.Journal.Path);
        Assert.Equal((5905, 5906, 9180), (options.Signal.Port, options.Console.Port, options.Http.Port));
        Assert.Equal("golden-demo", Assert.Single(options.Pools).Settings.GoldenImage);
    }
}
