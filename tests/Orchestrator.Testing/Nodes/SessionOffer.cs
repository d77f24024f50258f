namespace Orchestrator.Testing.Nodes;

/// <summary>A machine that a session was offered.</summary>
/// <param name="Node">The node that the kiosk reached.</param>
/// <param name="Session">The session.</param>
/// <param name="Owner">The machine's node.</param>
/// <param name="Machine">The machine's id.</param>
public sealed record SessionOffer(string Node, string Session, string Owner, string Machine);
