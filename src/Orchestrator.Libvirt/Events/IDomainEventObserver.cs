namespace Orchestrator.Libvirt.Events;

/// <summary>Gets libvirt's events on the event loop's thread; must neither block nor throw.</summary>
internal interface IDomainEventObserver
{
    void OnLifecycle(string domain, int @event, int detail);

    void OnReboot(string domain);

    void OnGraphics(string domain, int phase, string client);

    void OnClosed(int reason);
}
