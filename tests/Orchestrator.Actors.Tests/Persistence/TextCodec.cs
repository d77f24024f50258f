using System.Text;
using Orchestrator.Actors.Persistence;

namespace Orchestrator.Actors.Tests.Persistence;

/// <summary>Events and states as text; an entry of the other kind is an error.</summary>
internal sealed class TextCodec : IJournalCodec<string, string>
{
    public JournalEntry EncodeEvent(string @event) => new("event", Encoding.UTF8.GetBytes(@event));

    public string DecodeEvent(JournalEntry entry) => Decode(entry, "event");

    public JournalEntry EncodeState(string state) => new("state", Encoding.UTF8.GetBytes(state));

    public string DecodeState(JournalEntry entry) => Decode(entry, "state");

    private static string Decode(JournalEntry entry, string manifest) => entry.Manifest == manifest
        ? Encoding.UTF8.GetString(entry.Payload.Span)
        : throw new InvalidOperationException($"an entry '{entry.Manifest}' where a '{manifest}' is expected");
}
