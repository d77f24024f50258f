namespace Orchestrator.Cluster.Claims;

/// <summary>Times and limits of claims between nodes.</summary>
public sealed record ClaimOptions
{
    /// <summary>How long one node may take to answer a claim before the next is asked.</summary>
    public TimeSpan ClaimDeadline { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often links are looked at: silent ones are pinged, missing ones called.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A link on which nothing was heard for so long is dead.</summary>
    public TimeSpan SilenceMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>An offered machine whose owner cannot be reached for so long is given up, and its kiosk waits for
    /// another one.</summary>
    public TimeSpan OwnerGrace { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A claim whose node cannot be reached for so long ends as soon as no console is connected.</summary>
    public TimeSpan EntryGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Links that a node keeps to others before it needs them; in a larger branch the rest are made for a
    /// claim, which then waits for the handshake.</summary>
    public int WarmLinksMax { get; init; } = 16;
}
