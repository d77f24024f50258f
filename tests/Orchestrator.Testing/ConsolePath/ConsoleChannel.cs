namespace Orchestrator.Testing.ConsolePath;

/// <summary>A channel of a console, as far as a console path tells them apart.</summary>
public enum ConsoleChannel
{
    /// <summary>Pictures: none of its bytes is looked at.</summary>
    Display,

    /// <summary>Keyboard and mouse: its messages are read.</summary>
    Inputs,
}
