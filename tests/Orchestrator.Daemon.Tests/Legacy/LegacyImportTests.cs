using Orchestrator.Daemon.Configuration;
using Orchestrator.Daemon.Legacy;

namespace Orchestrator.Daemon.Tests.Legacy;

public class LegacyImportTests
{
    private const string NineKeys = """
        srv_scripts_dir = /home/admin/scripts_vdi_new
        srv_pool_size = 4
        srv_start_port_pool=5930
        srv_tmp_dir = / tmp / vm_state
        base_host　＝　win10_2
        input_iface = enp5s0
        vdi_spice_port = "5916"
        count_conn_tryes　=　１２
        vdi_signal_port = 5915
        """;

    [Fact]
    public void NineKeys_OddlySpaced_BecomeValidYaml()
    {
        var errors = new ConfigErrors();

        var yaml = LegacyImport.ToYaml(NineKeys, errors);

        Assert.Empty(errors.InOrder);
        var options = DaemonOptionsReader.Read(yaml!).Options!;
        var pool = Assert.Single(options.Pools).Settings;
        Assert.Equal(("win10_2", 4), (pool.GoldenImage, pool.Size));
        Assert.Equal((5930, 12), (pool.FirstConsolePort, pool.ConnectAttempts));
        Assert.Equal((5915, 5916), (options.Signal.Port, options.Console.Port));
    }

    [Fact]
    public void Yaml_OfNineKeys_IsTheGoldenFile() => Assert.Equal(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Legacy", "testdata", "nine-keys.yaml")),
        LegacyImport.ToYaml(NineKeys, new ConfigErrors()));

    [Fact]
    public void BaseHost_ThatLooksLikeYaml_StaysAName()
    {
        var yaml = LegacyImport.ToYaml("base_host = it's: a # [name]\nsrv_pool_size = 1", new ConfigErrors());

        Assert.Equal("it's: a # [name]", DaemonOptionsReader.Read(yaml!).Options!.Pools[0].Settings.GoldenImage);
    }

    [Theory]
    [InlineData("srv_pool_size = 1", "base_host: is missing")]
    [InlineData("base_host = a", "srv_pool_size: is missing")]
    [InlineData("base_host = a\nsrv_pool_size = 65", "srv_pool_size: 65 is not in 1..64 (line 2)")]
    [InlineData("base_host = a\nsrv_pool_size = four", "srv_pool_size: 'four' is not a whole number")]
    [InlineData("base_host = a\nsrv_pool_size = 1\nvdi_spice_port = 99999", "vdi_spice_port: 99999 is not in 1..65535")]
    [InlineData("base_host = a\nbase_host = b", "base_host: stands a second time, first on line 1")]
    [InlineData("base_host =", "base_host: has no value")]
    [InlineData("pool = 1", "pool: is not a key of vm_manager.conf")]
    [InlineData("echo hello", "'echo hello' is not of the form key = value (line 1)")]
    public void Rejects_ByLegacyKey(string text, string expected)
    {
        var errors = new ConfigErrors();

        Assert.Null(LegacyImport.ToYaml(text, errors));

        Assert.Contains(expected, string.Join('\n', errors.InOrder), StringComparison.Ordinal);
    }
}
