using Orchestrator.Daemon.Configuration;
using Orchestrator.Daemon.Joining;
using Orchestrator.Daemon.Tests.Configuration;

namespace Orchestrator.Daemon.Tests;

public sealed class CommandsTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _complaints = new();
    private DaemonOptions? _served;
    private JoinOrder? _joined;

    public void Dispose()
    {
        _output.Dispose();
        _complaints.Dispose();
    }

    [Theory]
    [InlineData("", "--config FILE is missing")]
    [InlineData("--check-config", "--config FILE is missing")]
    [InlineData("--config", "--config stands once and is followed by a file")]
    [InlineData("--config a --config b", "--config stands once")]
    [InlineData("--config a --import-legacy b", "--import-legacy stands alone")]
    [InlineData("--verbose", "'--verbose' is not an option")]
    [InlineData("join", "HOST:PORT of a node of the branch is missing")]
    [InlineData("join a:1 --token t --node b", "--address is missing")]
    [InlineData("join a:1 --token t --node b --address c", "--address 'c' is not host:port")]
    [InlineData("join a:1 --token t --node B --address c:2", "--node 'B' is not 1 to")]
    [InlineData("join a:1 b:1", "'b:1' is neither an option nor the one HOST:PORT")]
    [InlineData("join a:1 --token", "--token stands once and is followed by a value")]
    [InlineData("join a:1 --token t --token t", "--token stands once and is followed by a value")]
    public async Task Misuse_OfOptions_ExitsWithTwo(string arguments, string expected)
    {
        var exit = await RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(ExitCode.Refused, exit);
        Assert.Contains(expected, _complaints.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckConfig_ValidFile_ServesNothing()
    {
        Assert.Equal(ExitCode.Success, await RunAsync("--config", ConfigSamples.File("demo.yaml"), "--check-config"));
        Assert.Null(_served);
    }

    [Fact]
    public async Task Serve_ValidFile_GetsItsOptions()
    {
        Assert.Equal(ExitCode.Success, await RunAsync("--config", ConfigSamples.File("demo.yaml")));
        Assert.Equal("demo", Assert.Single(_served!.Pools).Settings.Name.Value);
    }

    [Fact]
    public async Task Serve_BadFile_IsRefusedAndSaysWhy()
    {
        Assert.Equal(ExitCode.Refused, await RunAsync("--config", "/nowhere.yaml"));
        Assert.Null(_served);
        Assert.Contains("file '/nowhere.yaml' cannot be read", _complaints.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Unit_OfTheService_StopsAtWhatIsRefused() => Assert.Contains(
        $"RestartPreventExitStatus={ExitCode.Refused}",
        File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "systemd", "pbm.service")));

    [Fact]
    public async Task Help_SaysWhatExitCodesMean()
    {
        Assert.Equal(ExitCode.Success, await RunAsync("--help"));

        Assert.Contains(
            $"{ExitCode.Success} done; {ExitCode.Failure} it cannot start or join now; {ExitCode.Refused} the command",
            _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_NothingRegistered_ExitsWithOneAndSaysWhat()
    {
        var commands = new Commands(_output, _complaints, _ => throw new StartException("no pools registered"), Join);

        Assert.Equal(ExitCode.Failure, await commands.RunAsync(["--config", ConfigSamples.File("demo.yaml")]));
        Assert.Contains("no pools registered", _complaints.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_Whole_GetsItsOrder()
    {
        Assert.Equal(ExitCode.Success, await RunAsync(
            "join", "a:1", "--token", "t", "--node", "b", "--address", "c:2", "--etcd", "/x.sh", "--directory", "/d"));

        var order = _joined!;
        Assert.Equal(("a:1", "t", "b", "c:2"), ($"{order.Branch}", order.Token, $"{order.Node}", $"{order.Address}"));
        Assert.Equal(("/d", "/var/lib/pbm-images", "/x.sh"), (order.Folder, order.ImageFolder, order.EtcdScript));
        Assert.DoesNotContain("token", $"{order}", StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task ImportLegacy_FileThatIsNotThere_IsRefused() =>
        Assert.Equal(ExitCode.Refused, await RunAsync("--import-legacy", "/nowhere.conf"));

    private Task<int> RunAsync(params string[] arguments) =>
        new Commands(_output, _complaints, Serve, Join).RunAsync(arguments);

    private Task Join(JoinOrder order)
    {
        _joined = order;
        return Task.CompletedTask;
    }

    private Task Serve(DaemonOptions options)
    {
        _served = options;
        return Task.CompletedTask;
    }
}
