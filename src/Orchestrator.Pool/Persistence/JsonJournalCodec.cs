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
    private readonly Dictionary<string, EventForm> _byManifest = events.ToDictionary(
        info => info.Type.Name, info => new EventForm(info));

    public JournalEntry EncodeEvent(TEvent @event)
    {
        var known = _byManifest.TryGetValue(@event.GetType().Name, out var form);
        Invariant.Require(known, $"event {@event.GetType().Name} is not registered with its codec");
        return form!.Encode(@event);
    }

    public TEvent DecodeEvent(JournalEntry entry) => _byManifest.TryGetValue(entry.Manifest, out var form)
        ? form.Decode(entry)
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

    /// <summary>One type of event. One without members is always the same value and the same entry.</summary>
    private sealed class EventForm(JsonTypeInfo info)
    {
        private readonly bool _hasMembers = info.Properties.Count > 0;
        private readonly JournalEntry _memberless = new(info.Type.Name, "{}"u8.ToArray());
        private TEvent? _value;

        public JournalEntry Encode(TEvent @event) => _hasMembers
            ? new JournalEntry(info.Type.Name, JsonSerializer.SerializeToUtf8Bytes(@event, info))
            : _memberless;

        public TEvent Decode(JournalEntry entry) =>
            _hasMembers || !entry.Payload.Span.SequenceEqual(_memberless.Payload.Span)
                ? Read(entry)
                : _value ??= Read(entry);

        private TEvent Read(JournalEntry entry) => (TEvent)JsonSerializer.Deserialize(entry.Payload.Span, info)!;
    }
}
