using System.Net.Security;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Drivers.ConsolePath;

/// <summary>Reaches the consoles of other nodes' machines.</summary>
public interface IRemoteConsoles
{
    /// <summary>Opens one connection to a console; what is written to the stream reaches the machine. Each side's end
    /// of writing is a TLS closure alert, and the other direction goes on after it.</summary>
    /// <exception cref="IOException">The node cannot be reached, or does not have this machine for this session any
    /// more.</exception>
    Task<SslStream> ConnectAsync(SessionId session, RemoteConsole console, CancellationToken cancellation);
}
