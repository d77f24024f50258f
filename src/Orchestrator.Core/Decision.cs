using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Core;

/// <summary>What a state answers to a command: the events that follow from it, or why there are none.</summary>
public sealed record Decision<TEvent>
{
    private Decision(IReadOnlyList<TEvent> events, string? refusal) => (Events, Refusal) = (events, refusal);

    /// <summary>The events, in order; empty when the command changes nothing or is refused.</summary>
    public IReadOnlyList<TEvent> Events { get; }

    /// <summary>Why the command is refused, or null.</summary>
    public string? Refusal { get; }

    [MemberNotNullWhen(true, nameof(Refusal))]
    public bool IsRefused => Refusal is not null;

    internal static Decision<TEvent> Accept(params TEvent[] events) => new(events, null);

    internal static Decision<TEvent> Refuse(string reason) => new([], reason);
}
