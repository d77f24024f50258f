using Orchestrator.Actors.Persistence;

namespace Orchestrator.Simulation.Checking;

/// <summary>A stream whose events make a <typeparamref name="TState"/>.</summary>
internal abstract class StateMirror<TState, TEvent>(
    string name, TState initial, IJournalCodec<TState, TEvent> codec) : MirroredStream(name)
    where TState : class
    where TEvent : class
{
    public TState State { get; private set; } = initial;

    public override void Append(JournalEntry entry)
    {
        var @event = codec.DecodeEvent(entry);
        var before = State;
        State = Apply(State, @event);
        Sequence++;
        OnApplied(before, @event);
    }

    public override bool Agrees(long sequence, JournalEntry snapshot) =>
        sequence != Sequence || codec.DecodeState(snapshot) == State || codec.DecodeState(snapshot).Equals(State);

    protected abstract TState Apply(TState state, TEvent @event);

    /// <summary>Looks at what the event made of the state before.</summary>
    protected abstract void OnApplied(TState before, TEvent @event);
}
