using System.Collections.Concurrent;
using Orchestrator.Actors.Persistence;

namespace Orchestrator.Simulation.Checking;

/// <summary>A stream whose events make a <typeparamref name="TState"/>.</summary>
internal abstract class StateMirror<TState, TEvent>(
    string name, TState initial, IJournalCodec<TState, TEvent> codec) : MirroredStream(name)
    where TState : class
    where TEvent : class
{
    /// <summary>An event without members is one value; reading it again and again would be most of a run's
    /// time.</summary>
    private static readonly ConcurrentDictionary<string, TEvent> WithoutMembers = [];

    public TState State { get; private set; } = initial;

    public override void Append(JournalEntry entry)
    {
        var @event = Decode(entry);
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

    private TEvent Decode(JournalEntry entry)
    {
        if (entry.Payload.Length > 2)
        {
            return codec.DecodeEvent(entry);
        }

        if (!WithoutMembers.TryGetValue(entry.Manifest, out var known))
        {
            WithoutMembers[entry.Manifest] = known = codec.DecodeEvent(entry);
        }

        return known;
    }
}
