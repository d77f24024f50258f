using System.Net;
using System.Net.Sockets;
using Orchestrator.Daemon.Signal;

namespace Orchestrator.Daemon.Tests.Signal;

public class SignalListenerTests
{
    [Fact]
    public async Task AcceptedConnection_InheritsTheListenersOptions()
    {
        const int TcpLevel = 6;
        const int TcpUserTimeout = 18;
        using var listener = SignalListener.Open(new IPEndPoint(IPAddress.Loopback, 0));
        using var kiosk = await Kiosk.SignalAsync((IPEndPoint)listener.LocalEndPoint!);
        using var accepted = await Bound.Within(
            listener.AcceptAsync(TestContext.Current.CancellationToken).AsTask(), "an accepted connection");

        var timeout = new byte[sizeof(int)];
        accepted.GetRawSocketOption(TcpLevel, TcpUserTimeout, timeout);

        Assert.Equal(SignalListener.UnacknowledgedMax.TotalMilliseconds, BitConverter.ToInt32(timeout));
        Assert.True(accepted.NoDelay, "expected TCP_NODELAY");
        Assert.Equal(1, accepted.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
        Assert.Equal(2, accepted.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime));
    }
}
