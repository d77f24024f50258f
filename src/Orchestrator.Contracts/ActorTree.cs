namespace Orchestrator.Contracts;

/// <summary>The actors of a node at one moment.</summary>
/// <param name="System">The actor system's name.</param>
/// <param name="Node">The node that it runs on.</param>
/// <param name="Paths">Every actor's path (`/pool-demo/5920`), parents before children.</param>
/// <param name="DeadLetters">Messages that no actor got since the start.</param>
public sealed record ActorTree(string System, string Node, IReadOnlyList<string> Paths, long DeadLetters);
