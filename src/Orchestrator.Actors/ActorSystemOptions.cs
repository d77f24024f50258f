namespace Orchestrator.Actors;

/// <summary>What an actor system takes from outside: every source of time, chance and threads.</summary>
public sealed record ActorSystemOptions
{
    public IDispatcher Dispatcher { get; init; } = new ThreadPoolDispatcher();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public required Random Random { get; init; }

    /// <summary>Is told every failure of an actor: path, exception, directive.</summary>
    public Action<string, Exception, Directive>? OnFailure { get; init; }

    /// <summary>Is told every dead letter; on the teller's thread, or in the last turns of whom it was for.</summary>
    public Action<DeadLetter>? OnDeadLetter { get; init; }
}
