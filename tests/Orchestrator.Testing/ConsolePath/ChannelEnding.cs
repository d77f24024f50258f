namespace Orchestrator.Testing.ConsolePath;

/// <summary>How a direction of a channel ended.</summary>
public enum ChannelEnding
{
    /// <summary>The sender closed its half: everything that it sent has come.</summary>
    Closed,

    /// <summary>The channel was cut: what was on the way may be lost.</summary>
    Cut,
}
