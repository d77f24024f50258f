using Orchestrator.Actors.Persistence;

namespace Orchestrator.Actors.Tests.Persistence;

/// <summary>
/// A persistent actor whose state is the text of its events, one after the other, and whose messages are what it does.
/// </summary>
internal sealed class Ledger(
    PersistenceSettings<string, string> settings, Action<Ledger>? onRecovered = null, Action<Ledger>? onStop = null)
    : PersistentActor<Action<Ledger>, string, string>(settings)
{
    public IActorContext<Action<Ledger>> World => Context;

    public string Text => State;

    public long Number => Sequence;

    public void Write(string @event, Action? afterCommit = null) => Persist([@event], afterCommit ?? (() => { }));

    public void WriteAll(IReadOnlyList<string> events, Action afterCommit) => Persist(events, afterCommit);

    protected override string Apply(string state, string @event) => state + @event;

    protected override void OnRecovered() => onRecovered?.Invoke(this);

    protected override void PostStop() => onStop?.Invoke(this);

    protected override void Receive(Action<Ledger> message) => message(this);
}
