using System.Net;
using System.Net.Sockets;
using Orchestrator.Pool.Sessions;
using Orchestrator.Testing.Branch;
using Orchestrator.Testing.Certificates;
using Orchestrator.Testing.Coordination;
using Orchestrator.Testing.Waiting;

namespace Orchestrator.Daemon.Tests.Branch;

/// <summary>Two daemons of one branch: a kiosk of the one on the machine of the other.</summary>
public sealed class TwoNodesTests
{
    private const string Kiosk = "127.0.0.77";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kiosk_OfOneNode_UsesTheOthersMachine()
    {
        using var authority = new TestAuthority();
        await using var etcd = await EtcdServer.StartAsync();
        await using var alpha = new ComposedNode("alpha", authority, etcd);
        await using var beta = new ComposedNode("beta", authority, etcd);
        var (entry, owner) = await PlannedAsync(alpha, beta);
        var machine = Assert.Single(owner.Hypervisor.Running);

        var line = entry.Signal(Kiosk);
        await LineAsync(line, SignalText.RuleAdded);
        using var console = await ConnectAsync(entry.ConsolePort);
        var stream = console.GetStream();
        await stream.WriteAsync(ScriptedConsoleMachine.Link(), Cancellation);
        Assert.Equal(ScriptedConsoleMachine.Reply(), await ReadAsync(stream, ScriptedConsoleMachine.Reply().Length));
        await LineAsync(line, SignalText.Connected);
        var sent = new byte[1_000_000];
        new Random(1).NextBytes(sent);
        var sending = stream.WriteAsync(sent, Cancellation).AsTask();
        Assert.Equal(sent, await ReadAsync(stream, sent.Length));
        await sending;

        // One half ends, and the other still brings what comes after it.
        console.Client.Shutdown(SocketShutdown.Send);
        Assert.Equal(
            ScriptedConsoleMachine.Farewell, await ReadAsync(stream, ScriptedConsoleMachine.Farewell.Length));
        Assert.Equal(0, await stream.ReadAsync(new byte[1], Cancellation).AsTask().Within("the other half's end"));

        await Eventually.SeeAsync(
            "the used machine gone", () => Task.FromResult(owner.Hypervisor.Running), seen => !seen.Contains(machine));
        var pool = await Eventually.SeeAsync(
            "the proof of it at the kiosk's node", entry.SeeAsync, seen => seen.Sessions[0].MachineGoneAt is not null);
        Assert.Equal(("disconnected", owner.Name), (pool.Sessions[0].EndReason, pool.Sessions[0].Owner));
        Assert.Equal((1, 0), (owner.Machine.Visits, entry.Machine.Visits));
        await Eventually.SeeAsync("a new clean machine", owner.SeeAsync, seen => seen.Clean == 1);
    }

    [Fact]
    public async Task Session_EndedAtTheOwner_CutsTheKiosk()
    {
        using var authority = new TestAuthority();
        await using var etcd = await EtcdServer.StartAsync();
        await using var alpha = new ComposedNode("alpha", authority, etcd);
        await using var beta = new ComposedNode("beta", authority, etcd);
        var (entry, owner) = await PlannedAsync(alpha, beta);
        var line = entry.Signal(Kiosk);
        await LineAsync(line, SignalText.RuleAdded);
        using var console = await ConnectAsync(entry.ConsolePort);
        var stream = console.GetStream();
        await stream.WriteAsync(ScriptedConsoleMachine.Link(), Cancellation);
        await ReadAsync(stream, ScriptedConsoleMachine.Reply().Length);
        await LineAsync(line, SignalText.Connected);

        Assert.True(await owner.ClearAsync());

        var error = await Record.ExceptionAsync(() => ReadAsync(stream, 1));
        Assert.IsAssignableFrom<IOException>(error);
        var pool = await Eventually.SeeAsync(
            "the proof of the end", entry.SeeAsync, seen => seen.Sessions[0].MachineGoneAt is not null);
        Assert.Equal("machineStopped", pool.Sessions[0].EndReason);
    }

    /// <summary>The pool has one slot: the node that has it, and the other.</summary>
    private static async Task<(ComposedNode Entry, ComposedNode Owner)> PlannedAsync(
        ComposedNode alpha, ComposedNode beta)
    {
        var clean = await Eventually.SeeAsync(
            "one clean machine in the branch",
            async () => ((await alpha.SeeAsync()).Clean, (await beta.SeeAsync()).Clean),
            seen => seen is (1, 0) or (0, 1));
        return clean is (1, 0) ? (beta, alpha) : (alpha, beta);
    }

    private static Task<string[]> LineAsync(RecordingLine line, string expected) => Eventually.SeeAsync(
        $"the line {expected}", () => Task.FromResult(line.Lines.ToArray()), lines => lines.Contains(expected));

    private static async Task<TcpClient> ConnectAsync(int port)
    {
        var client = new TcpClient(new IPEndPoint(IPAddress.Parse(Kiosk), 0));
        await client.ConnectAsync(IPAddress.Loopback, port, Cancellation);
        return client;
    }

    private static async Task<byte[]> ReadAsync(NetworkStream stream, int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, Cancellation).AsTask().Within($"{count} bytes of the console");
        return bytes;
    }
}
