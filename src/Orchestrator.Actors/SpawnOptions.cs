namespace Orchestrator.Actors;

/// <summary>How an actor is started.</summary>
public sealed record SpawnOptions
{
    /// <summary>User messages that may wait; a further one is a dead letter.</summary>
    public int MailboxCapacity { get; init; } = 1024;

    /// <summary>What its supervisor does when it fails.</summary>
    public SupervisorStrategy Supervision { get; init; } = SupervisorStrategy.Default;
}
