using Orchestrator.Core.Machines;
using Orchestrator.Drivers.Hypervisor;

namespace Orchestrator.Libvirt.Events;

/// <summary>
/// Makes our events of libvirt's numbers (<c>virDomainEventType</c>, <c>virDomainEventStoppedDetailType</c>,
/// <c>virDomainEventGraphicsPhase</c>). Domains that are not of ours are no event.
/// </summary>
internal sealed class DomainEventTranslator(Action<HypervisorEvent> report, Action<int> closed) : IDomainEventObserver
{
    private const int LifecycleStopped = 5;
    private const int LifecycleCrashed = 8;
    private const int GraphicsInitialize = 1;
    private const int GraphicsDisconnect = 2;

    private static readonly string[] StoppedDetails =
        ["shutdown", "destroyed", "crashed", "migrated", "saved", "failed", "from snapshot"];

    public void OnLifecycle(string domain, int @event, int detail)
    {
        if (@event is LifecycleStopped or LifecycleCrashed && MachineName.TryParse(domain, out var machine))
        {
            var how = @event == LifecycleCrashed ? "crashed"
                : detail >= 0 && detail < StoppedDetails.Length ? StoppedDetails[detail]
                : $"stopped ({detail})";
            report(new MachineStopped(machine, how));
        }
    }

    public void OnReboot(string domain)
    {
        // on_reboot is destroy: the domain is going, and whoever used it wanted it to end.
        if (MachineName.TryParse(domain, out var machine))
        {
            report(new MachineStopped(machine, "rebooted"));
        }
    }

    public void OnGraphics(string domain, int phase, string client)
    {
        if (!MachineName.TryParse(domain, out var machine))
        {
            return;
        }

        // CONNECT (0) comes before authentication, for readiness probes as well, and says nothing of a user.
        if (phase == GraphicsInitialize)
        {
            report(new ConsoleChannelOpened(machine, client));
        }
        else if (phase == GraphicsDisconnect)
        {
            report(new ConsoleChannelClosed(machine, client));
        }
    }

    public void OnClosed(int reason) => closed(reason);
}
