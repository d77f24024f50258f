using System.Net;
using System.Net.Sockets;
using Orchestrator.Testing.ConsolePath;
using Orchestrator.Testing.Waiting;

namespace Orchestrator.Relay.Tests;

/// <summary>A machine's console: a real port, on which nothing happens but what the test says.</summary>
internal sealed class ScriptedMachine : IConsoleMachine, IDisposable
{
    private readonly Socket _listener = SocketEnd.NewSocket();

    public ScriptedMachine()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
    }

    public int Port { get; }

    public bool IsCalled => _listener.Poll(TimeSpan.Zero, SelectMode.SelectRead);

    public async Task<IChannelEnd> AcceptAsync() => await AcceptSocketAsync();

    public async Task<SocketEnd> AcceptSocketAsync()
    {
        var accepting = _listener.AcceptAsync(TestContext.Current.CancellationToken).AsTask();
        return new SocketEnd(await accepting.Within($"a connection to console port {Port}"));
    }

    /// <summary>From now on the port refuses.</summary>
    public void Dispose() => _listener.Dispose();
}
