using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Text;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Daemon.Signal;

/// <summary>
/// Responsible for one kiosk's connection. Lines are written from <see cref="Send"/> straight into the socket: a
/// queue and a writer of its own would put a thread switch between a clean machine and the kiosk that waits for it.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification =
    "The pool may look at HungUp after the end; a source without timer or wait handle holds nothing to free.")]
internal sealed class SignalLine(Socket socket, TimeProvider time) : ISignalLine
{
    /// <summary>A kiosk has nothing to say; one that says more than this is no kiosk.</summary>
    public const int InputBytesMax = 4096;

    /// <summary>Longest line in characters; the rest is cut.</summary>
    public const int LineLengthMax = 512;

    /// <summary>A kiosk whose full buffers took no line for this long is hung up.</summary>
    public static readonly TimeSpan UnreadMax = TimeSpan.FromSeconds(30);

    /// <summary>How long a closed line waits for the kiosk's end.</summary>
    public static readonly TimeSpan LingerMax = TimeSpan.FromSeconds(2);

    private const int InputBufferBytes = 256;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _hungUp = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[] _rest = [];
    private long? _unreadSince;
    private bool _closed;

    public CancellationToken HungUp => _hungUp.Token;

    public void Send(string line)
    {
        var bytes = Encode(line);
        bool gone;
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            gone = !TryWrite(bytes);
        }

        if (gone)
        {
            HangUp();
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            Take(_rest);
            EndOutput();
        }

        _ended.TrySetResult();
    }

    /// <summary>Serves the connection to its end, then frees it. Never throws.</summary>
    public async Task RunAsync()
    {
        var input = DropInputAsync();
        await _ended.Task.ConfigureAwait(false);
        if (!HungUp.IsCancellationRequested)
        {
            // Closing a socket with unread input makes Linux send a reset, which can overtake the last line at the
            // kiosk.
            await Task.WhenAny(input, Task.Delay(LingerMax, time, CancellationToken.None)).ConfigureAwait(false);
        }

        socket.Dispose();
        await input.ConfigureAwait(false);
    }

    /// <summary>What a line is on the wire: UTF-8, one line feed at its end and none inside.</summary>
    public static byte[] Encode(string line)
    {
        var text = line.Length > LineLengthMax ? line[..LineLengthMax] : line;
        return Encoding.UTF8.GetBytes(text.ReplaceLineEndings(" ") + "\n");
    }

    // Half-open is alive: `nc` with its input at /dev/null ends its side at once and goes on reading. From then on
    // only a failing write can tell that it is gone, and a waiting kiosk is written to every second.
    private async Task DropInputAsync()
    {
        var buffer = new byte[InputBufferBytes];
        var total = 0;
        try
        {
            int count;
            while ((count = await socket.ReceiveAsync(buffer).ConfigureAwait(false)) > 0)
            {
                total += count;
                if (total > InputBytesMax)
                {
                    HangUp();
                    return;
                }
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            HangUp();
        }
    }

    private void HangUp()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
        }

        // Not Cancel(): what others registered must not run on the thread of the actor that sends.
        _ = _hungUp.CancelAsync();
        _ended.TrySetResult();
    }

    private bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        var taken = Take(_rest);
        if (taken == _rest.Length)
        {
            _rest = [];
            taken = Take(bytes);
            if (taken == bytes.Length)
            {
                _unreadSince = null;
                return true;
            }

            // A line that was begun is finished before the next one; one that was not begun is dropped.
            _rest = taken > 0 ? bytes[taken..].ToArray() : [];
        }
        else if (taken > 0)
        {
            _rest = _rest[taken..];
        }

        _unreadSince ??= time.GetTimestamp();
        return taken >= 0 && time.GetElapsedTime(_unreadSince.Value) < UnreadMax;
    }

    /// <returns>Bytes that the socket took at once, or -1 when the kiosk is gone.</returns>
    private int Take(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return 0;
        }

        var taken = socket.Send(bytes, SocketFlags.None, out var error);
        return error switch
        {
            SocketError.Success => taken,
            SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable => 0,
            _ => -1,
        };
    }

    private void EndOutput()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The kiosk was faster; there is no output left to end.
        }
    }
}
