namespace Orchestrator.Core;

/// <summary>A programmer error or a journal that contradicts itself.</summary>
public sealed class InvariantException(string message) : Exception(message);
