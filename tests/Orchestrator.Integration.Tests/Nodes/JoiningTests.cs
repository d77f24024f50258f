using System.Globalization;
using System.Security.Cryptography;
using Orchestrator.Testing.Branch;
using Orchestrator.Testing.Nodes;

namespace Orchestrator.Integration.Tests.Nodes;

/// <summary>A server becomes a node by what its operator types, on the real libvirt, etcd and disks.</summary>
[Collection(JoiningCollection.Name)]
public sealed class JoiningTests(FirstServer first)
{
    /// <summary>Some seconds for the image: time to interrupt its copy.</summary>
    private const int KilobitsPerSecond = 40_000;

    private const int WaitMilliseconds = 100;

    private OperatedServer Branch => first.Server;

    [Fact]
    public async Task Join_CopyInterrupted_GoesOnAndThenHoldsSlots()
    {
        var server = await first.NewServerAsync("server-b");
        var token = await Branch.CreateTokenAsync();
        await first.Switch.SlowAsync(server.Machine.Address, KilobitsPerSecond, WaitMilliseconds);
        var copied = await InterruptAsync(server, token);
        await AssertHoldsNothingAsync(server);

        await first.Switch.HealAsync();
        using var again = server.Join(Branch, token);
        await again.FinishAsync();
        var said = string.Join('\n', again.Said);
        Assert.Contains("going on with what the branch has answered before", said, StringComparison.Ordinal);
        Assert.Contains("etcd: server-b is a member that votes", said, StringComparison.Ordinal);
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"going on behind byte {copied} of"),
            said,
            StringComparison.Ordinal);
        Assert.Equal(
            await Sha256Async(Branch.SeenOriginal),
            await Sha256Async(Path.Combine(server.SeenImages, "golden-demo.qcow2")));
        Assert.Single(Directory.GetFiles(server.SeenImages));
        await AssertHoldsNoSlotAsync(server);

        await server.StartDaemonAsync();
        var branch = await first.SeeBranchAsync(Branch.Name, server.Name);
        var planned = FirstServer.PlannedSlots(FirstServer.Member(branch, server.Name));
        await server.SeeCleanAsync(planned);
        Assert.Equal(planned, (await server.Machine.DomainsAsync(FirstServer.Pool)).Count);
        await Branch.SeeCleanAsync(FirstServer.PlannedSlots(FirstServer.Member(branch, Branch.Name)));
    }

    /// <returns>Bytes of the image that are there.</returns>
    private async Task<long> InterruptAsync(OperatedServer server, string token)
    {
        using var join = server.Join(Branch, token);
        var tenths = 0;
        await join.ReadUntilAsync(
            "a third of the image", line => line.Contains(" % of ", StringComparison.Ordinal) && ++tenths == 4);
        await join.KillAsync();
        var said = string.Join('\n', join.Said);
        Assert.Contains("etcd: server-b learns", said, StringComparison.Ordinal);
        Assert.Contains("etcd: server-b votes, one of 2 members", said, StringComparison.Ordinal);
        var part = new FileInfo(Assert.Single(Directory.GetFiles(server.SeenImages, "*.part")));
        Assert.InRange(part.Length, 1, new FileInfo(Branch.SeenOriginal).Length - 1);
        return part.Length;
    }

    private async Task AssertHoldsNothingAsync(OperatedServer server)
    {
        var members = await Branch.StoreMembersAsync();
        var member = members.Single(one => DaemonProcess.Text(one, "name") == server.Name);
        Assert.NotEqual("true", DaemonProcess.Text(member, "isLearner"));
        Assert.Matches(@"switched to configuration voters=\(\d+\) learners=\(\d+\)", Branch.StoreLog());
        await AssertHoldsNoSlotAsync(server);
        Assert.False(File.Exists(server.SeenConfiguration), "a server without its image has a configuration");
    }

    private async Task AssertHoldsNoSlotAsync(OperatedServer server)
    {
        var branch = await Branch.Daemon.Api.GetAsync("cluster");
        Assert.Equal(FirstServer.Slots, branch!["members"]!.AsArray().Sum(FirstServer.PlannedSlots));
        Assert.Null(FirstServer.Member(branch, server.Name));
        Assert.Empty(await server.Machine.DomainsAsync(FirstServer.Pool));
    }

    private static async Task<string> Sha256Async(string path)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(
            await SHA256.HashDataAsync(file, TestContext.Current.CancellationToken));
    }
}
