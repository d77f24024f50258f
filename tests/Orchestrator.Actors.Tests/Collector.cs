namespace Orchestrator.Actors.Tests;

/// <summary>Writes down what it gets.</summary>
internal sealed class Collector<TMessage>(List<TMessage> got) : Actor<TMessage>
    where TMessage : notnull
{
    protected override void Receive(TMessage message) => got.Add(message);
}
