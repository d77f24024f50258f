using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Simulation.Branch;

namespace Orchestrator.Simulation.Nodes;

/// <summary>The ways to a node's machines, with the checkers looking on.</summary>
internal sealed class WatchedConsoles(World world, IGuestConsoles real) : IGuestConsoles
{
    public void Open(GuestGrant grant, Action<ConsoleEvent> observer)
    {
        real.Open(grant, observer);
        world.Checker.Guests.OnOpened(grant);
        Show("open", grant);
    }

    public ConsoleClosing Close(GuestGrant grant)
    {
        var closing = real.Close(grant);
        world.Checker.Guests.OnClosed(grant);
        Show("close", grant);
        return closing;
    }

    private void Show(string what, GuestGrant grant)
    {
        if (world.Trace.IsWritten)
        {
            world.Trace.Write($"guest way: {what} {grant}");
        }
    }
}
