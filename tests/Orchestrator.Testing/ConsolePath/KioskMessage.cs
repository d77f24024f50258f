namespace Orchestrator.Testing.ConsolePath;

/// <summary>What a client sends on the inputs channel, with SPICE's numbers.</summary>
public enum KioskMessage
{
    /// <summary>Acknowledges the size of the window.</summary>
    AckSync = 1,

    /// <summary>Acknowledges a window of messages.</summary>
    Ack = 2,

    /// <summary>Answers a ping.</summary>
    Pong = 3,

    KeyDown = 101,

    KeyUp = 102,

    /// <summary>The state of the locks; a client repeats it by itself.</summary>
    KeyModifiers = 103,

    KeyScancode = 104,

    MouseMotion = 111,

    MousePosition = 112,

    MousePress = 113,

    MouseRelease = 114,
}
