using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Orchestrator.Testing.Interop;

/// <summary>Another process's network, as if this one were there: a socket belongs for good to the namespace of the
/// thread that makes it.</summary>
internal static partial class NetworkNamespace
{
    private const int NewNet = 0x40000000;

    /// <summary>Makes a TCP socket of IPv4 in the network of a process.</summary>
    public static Socket OpenSocket(int processId)
    {
        Socket? socket = null;
        ExceptionDispatchInfo? failure = null;

        // A thread of its own, because it stays in the other namespace until its end.
        var thread = new Thread(() =>
        {
            try
            {
                Enter(processId);
                socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
                {
                    NoDelay = true,
                };
            }
            catch (Exception error) when (error is IOException or SocketException)
            {
                failure = ExceptionDispatchInfo.Capture(error);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return socket!;
    }

    private static void Enter(int processId)
    {
        using var file = File.OpenHandle($"/proc/{processId}/ns/net");
        if (SetNamespace(file, NewNet) != 0)
        {
            throw new IOException(
                $"the network of process {processId} cannot be entered: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(SafeHandle file, int kind);
}
