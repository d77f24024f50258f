namespace Orchestrator.Actors.Persistence;

/// <summary>How one kind of actor writes its events and states.</summary>
public interface IJournalCodec<TState, TEvent>
{
    JournalEntry EncodeEvent(TEvent @event);

    TEvent DecodeEvent(JournalEntry entry);

    JournalEntry EncodeState(TState state);

    TState DecodeState(JournalEntry entry);
}
