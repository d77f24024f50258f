namespace Orchestrator.Core.Pools;

/// <summary>What proves that a started machine can be used.</summary>
public enum ReadinessProbe
{
    /// <summary>The SPICE port answers the link handshake and the guest agent answers a ping.</summary>
    Agent,

    /// <summary>The SPICE port answers the link handshake.</summary>
    Console,
}
