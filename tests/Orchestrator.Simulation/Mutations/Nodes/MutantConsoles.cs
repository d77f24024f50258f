using Orchestrator.Drivers.ConsolePath;

namespace Orchestrator.Simulation.Mutations.Nodes;

/// <summary>Ways of other nodes' kiosks of which one thing is otherwise than their contract says.</summary>
internal sealed class MutantConsoles(IGuestConsoles real) : IGuestConsoles
{
    public Func<IGuestConsoles, GuestGrant, ConsoleClosing> Closing { get; init; } =
        (real, grant) => real.Close(grant);

    public Func<ConsoleEvent, bool> Tells { get; init; } = _ => true;

    public void Open(GuestGrant grant, Action<ConsoleEvent> observer) => real.Open(grant, @event =>
    {
        if (Tells(@event))
        {
            observer(@event);
        }
    });

    public ConsoleClosing Close(GuestGrant grant) => Closing(real, grant);
}
