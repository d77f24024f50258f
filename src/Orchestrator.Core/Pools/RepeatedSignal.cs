namespace Orchestrator.Core.Pools;

/// <summary>What a kiosk gets that signals while its own session lives.</summary>
public enum RepeatedSignal
{
    /// <summary>The live session ends, then the new one begins: the person at the kiosk wants a fresh
    /// desktop.</summary>
    Replace,

    /// <summary>The new signal is refused and the live session goes on.</summary>
    Refuse,
}
