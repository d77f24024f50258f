namespace Orchestrator.Cluster.Links;

/// <summary>Limits of the links between nodes.</summary>
public sealed record NodeLinkOptions
{
    /// <summary>Links that a node accepts at one time, those in their handshake included: each kiosk of another node
    /// needs one for its session and one a console channel.</summary>
    public int LinksMax { get; init; } = 4_096;

    /// <summary>Links in their handshake at one time; it costs much before it is known who is there.</summary>
    public int HandshakesMax { get; init; } = 64;

    /// <summary>From a connection to the end of its handshake.</summary>
    public TimeSpan HandshakeDeadline { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Servers that ask to join at one time; they show no certificate.</summary>
    public int JoinsMax { get; init; } = 4;

    /// <summary>Requests to join that are decided, and recorded, in a minute.</summary>
    public int JoinsPerMinuteMax { get; init; } = 30;

    /// <summary>From the end of the handshake to the end of a join's talk.</summary>
    public TimeSpan JoinDeadline { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Pause after the port could not accept: no descriptor is left, and none comes by asking.</summary>
    public TimeSpan AcceptPause { get; init; } = TimeSpan.FromMilliseconds(100);
}
