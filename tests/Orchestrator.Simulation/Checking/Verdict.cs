using Orchestrator.Simulation.Tracing;

namespace Orchestrator.Simulation.Checking;

/// <summary>
/// The first violation of a run. It is kept, not thrown: a rule may look on from within an actor's turn, where a
/// supervisor would catch it.
/// </summary>
internal sealed class Verdict(Trace trace)
{
    public Violation? First { get; private set; }

    public void Fail(string rule, string text)
    {
        if (trace.IsWritten)
        {
            trace.Write($"VIOLATION of '{rule}': {text}");
        }

        First ??= new Violation(rule, text, trace.Step);
    }
}
