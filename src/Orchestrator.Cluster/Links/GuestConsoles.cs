using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;

namespace Orchestrator.Cluster.Links;

/// <summary>The ways by which other nodes' kiosks reach this node's machines: each link that asks for a console is
/// joined to exactly the machine that its session has claimed.</summary>
public sealed class GuestConsoles(TimeProvider time) : IGuestConsoles
{
    /// <summary>Connections to one machine at one time, as the relay at the kiosk's side has it.</summary>
    public const int ConnectionsMax = 32;

    /// <summary>How long the machine's SPICE server may take to accept.</summary>
    private static readonly TimeSpan ConnectDeadline = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(NodeName Entry, SessionId Session), GuestWay> _ways = [];

    public void Open(GuestGrant grant, Action<ConsoleEvent> observer) =>
        _ways.TryAdd((grant.Entry, grant.Session), new GuestWay(grant, observer));

    public ConsoleClosing Close(GuestGrant grant)
    {
        var key = (grant.Entry, grant.Session);
        return _ways.TryGetValue(key, out var way) && way.Grant == grant
            && _ways.TryRemove(KeyValuePair.Create(key, way))
                ? way.Close()
                : default;
    }

    /// <summary>The way of this claim, or null: there is none.</summary>
    internal GuestWay? Find(NodeName entry, OpenConsole open) =>
        _ways.TryGetValue((entry, open.Session), out var way) && way.Grant.Machine == open.Machine ? way : null;

    /// <summary>Joins a link to the console that it asks for, until both ends are done; a link without a claim is left
    /// at once.</summary>
    internal async Task ServeAsync(NodeName node, OpenConsole open, SslStream stream, CancellationToken stopping)
    {
        using var cutting = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Action cut = () => _ = cutting.CancelAsync();
        if (Find(node, open) is not { } way || !way.TryAdmit(cut))
        {
            return;
        }

        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
            {
                NoDelay = true,
            };
            await ConnectAsync(socket, open.Machine.Slot.ConsolePort, cutting.Token).ConfigureAwait(false);
            await stream.WriteAsync(NodeFrames.Encode(new ConsoleOpened()), cutting.Token).ConfigureAwait(false);
            await JoinAsync(stream, socket, cutting.Token).ConfigureAwait(false);
        }
        catch (SocketException error)
        {
            throw new IOException($"the console of {open.Machine} broke: {error.Message}", error);
        }
        finally
        {
            way.Leave(cut);
        }
    }

    private async Task ConnectAsync(Socket socket, int port, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(ConnectDeadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), either.Token).ConfigureAwait(false);
    }

    /// <summary>One that fails ends the other: half of a console is of no use.</summary>
    private static async Task JoinAsync(SslStream stream, Socket socket, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var console = new NetworkStream(socket);
        await using var owned = console.ConfigureAwait(false);
        await Task.WhenAll(
            EndingAsync(ToMachineAsync(), ending), EndingAsync(ToKioskAsync(), ending)).ConfigureAwait(false);

        async Task ToMachineAsync()
        {
            await stream.CopyToAsync(console, ending.Token).ConfigureAwait(false);
            socket.Shutdown(SocketShutdown.Send);
        }

        async Task ToKioskAsync()
        {
            await console.CopyToAsync(stream, ending.Token).ConfigureAwait(false);
            await stream.ShutdownAsync().ConfigureAwait(false);
        }
    }

    private static async Task EndingAsync(Task direction, CancellationTokenSource ending)
    {
        try
        {
            await direction.ConfigureAwait(false);
        }
        catch
        {
            await ending.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
