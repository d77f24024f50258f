namespace Orchestrator.Testing.ConsolePath;

/// <summary>A machine's console, as the console path meets it.</summary>
public interface IConsoleMachine
{
    /// <summary>Its port on 127.0.0.1.</summary>
    int Port { get; }

    /// <summary>Whether a connection has reached it that nobody has accepted yet.</summary>
    bool IsCalled { get; }

    /// <summary>Takes the next connection, and waits for it.</summary>
    Task<IChannelEnd> AcceptAsync();
}
