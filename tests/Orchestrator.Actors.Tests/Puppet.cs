namespace Orchestrator.Actors.Tests;

/// <summary>An actor that does what its messages are, so that a test reads as what happens in it.</summary>
internal sealed class Puppet(Action<Puppet>? onStart = null, Action<Puppet>? onStop = null) : Actor<Action<Puppet>>
{
    public IActorContext<Action<Puppet>> World => Context;

    protected override void PreStart() => onStart?.Invoke(this);

    protected override void PostStop() => onStop?.Invoke(this);

    protected override void Receive(Action<Puppet> message) => message(this);
}
