namespace Orchestrator.Core.Sessions;

/// <summary>One kiosk's use of one machine, from the signal to the proof that the machine is gone.</summary>
public readonly record struct SessionId(ulong Value)
{
    public static bool TryParse(ReadOnlySpan<char> text, out SessionId id)
    {
        var parsed = IdText.TryParse(text, out var value);
        id = new SessionId(value);
        return parsed;
    }

    public static SessionId Parse(string text) => new(IdText.Parse("session", text));

    public override string ToString() => IdText.Format(Value);
}
