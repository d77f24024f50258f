using System.Net;
using System.Net.Sockets;
using System.Text;
using Orchestrator.Testing.Nodes;

namespace Orchestrator.Testing.Branch;

/// <summary>A kiosk as <c>nc</c> is one: it connects from its own address, sends nothing and reads lines.</summary>
public sealed class KioskClient : IDisposable
{
    private static readonly TimeSpan LineBound = TimeSpan.FromSeconds(60);

    private readonly Socket _socket;
    private readonly StreamReader _reader;

    private KioskClient(Socket socket)
    {
        _socket = socket;
        _reader = new StreamReader(new NetworkStream(socket), Encoding.ASCII);
    }

    public List<string> Lines { get; } = [];

    public static async Task<KioskClient> SignalAsync(string address, int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        return new KioskClient(socket);
    }

    /// <summary>Signals from a station of a branch.</summary>
    /// <param name="station">The kiosk.</param>
    /// <param name="server">A server's signal port.</param>
    /// <param name="bound">As of <see cref="Station.ConnectAsync"/>.</param>
    public static async Task<KioskClient> SignalAsync(Station station, EndPoint server, TimeSpan? bound = null)
    {
        ArgumentNullException.ThrowIfNull(station);
        return new KioskClient(await station.ConnectAsync(server, bound));
    }

    /// <summary>Reads until a line begins so; fails when the server closes before.</summary>
    public async Task<string> ReadUntilAsync(string beginning)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(LineBound);
        try
        {
            while (await _reader.ReadLineAsync(bound.Token) is { } line)
            {
                Lines.Add(line);
                if (line.StartsWith(beginning, StringComparison.Ordinal))
                {
                    return line;
                }
            }
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested)
        {
            Assert.Fail($"within {LineBound} expected a line '{beginning}…'; there were: {string.Join(" | ", Lines)}");
        }

        Assert.Fail($"expected a line '{beginning}…' before the end; there were: {string.Join(" | ", Lines)}");
        return string.Empty;
    }

    /// <summary>Reads a line.</summary>
    /// <param name="bound">Ends the wait.</param>
    /// <returns>Null: the connection ended, or nothing came in time.</returns>
    public async Task<string?> TryReadLineAsync(TimeSpan bound)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken);
        cancellation.CancelAfter(bound);
        try
        {
            var line = await _reader.ReadLineAsync(cancellation.Token);
            if (line is not null)
            {
                Lines.Add(line);
            }

            return line;
        }
        catch (Exception error) when (error is IOException || cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Reads to the end of the connection, however it ends.</summary>
    public async Task ReadToEndAsync()
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(LineBound);
        try
        {
            while (await _reader.ReadLineAsync(bound.Token) is { } line)
            {
                Lines.Add(line);
            }
        }
        catch (IOException)
        {
            // Reset.
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested)
        {
            Assert.Fail($"within {LineBound} expected the end; there were: {string.Join(" | ", Lines)}");
        }
    }

    public async Task SendAsync(byte[] bytes) =>
        await _socket.SendAsync(bytes, TestContext.Current.CancellationToken);

    /// <summary>Ends its own side and goes on reading, as <c>nc</c> with its input at <c>/dev/null</c>.</summary>
    public void HalfClose() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Hangs up as a dying kiosk does.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public void Dispose()
    {
        _reader.Dispose();
        _socket.Dispose();
    }
}
