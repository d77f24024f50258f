using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Orchestrator.Actors.Persistence;
using Orchestrator.Core;

namespace Orchestrator.Pool.Persistence;

/// <summary>
/// Events and states as JSON under the name of their type. Names in the journal outlive the code: a type that was ever
/// written keeps its name and its members, or gets a successor with a new name.
/// </summary>
internal sealed class JsonJournalCodec<TState, TEvent>(JsonTypeInfo? state, params JsonTypeInfo[] events)
    : IJournalCodec<TState, TEvent>
    where TState : notnull
    where TEvent : notnull
{
    private readonly Dictionary<string, JsonTypeInfo> _byManifest = events.ToDictionary(info => info.Type.Name);
    private readonly Dictionary<Type, JsonTypeInfo> _byType = events.ToDictionary(info => info.Type);

    public JournalEntry EncodeEvent(TEvent @event)
    {
        var known = _byType.TryGetValue(@event.GetType(), out var info);
        Invariant.Require(known, $"event {@event.GetType().Name} is not registered with its codec");
        return new JournalEntry(info!.Type.Name, JsonSerializer.SerializeToUtf8Bytes(@event, info));
    }

    public TEvent DecodeEvent(JournalEntry entry) => _byManifest.TryGetValue(entry.Manifest, out var info)
        ? (TEvent)JsonSerializer.Deserialize(entry.Payload.Span, info)!
        : throw new InvariantException($"the journal holds an event '{entry.Manifest}' that "
            + "this version does not know; it was written by a newer version: install that one, "
            + "or start with an empty journal");

    public JournalEntry EncodeState(TState value)
    {
        Invariant.Require(state is not null, $"{typeof(TState).Name} has no snapshots");
        return new JournalEntry(state!.Type.Name, JsonSerializer.SerializeToUtf8Bytes(value, state));
    }

    public TState DecodeState(JournalEntry entry)
    {
        Invariant.Require(
            state is not null && entry.Manifest == state.Type.Name,
                $"the journal holds a snapshot '{entry.Manifest}' of no known type");
        return (TState)JsonSerializer.Deserialize(entry.Payload.Span, state!)!;
    }
}
