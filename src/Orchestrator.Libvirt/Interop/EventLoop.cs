namespace Orchestrator.Libvirt.Interop;

/// <summary>
/// libvirt's event loop on a thread of its own. libvirt has one loop a process, and it must be registered before the
/// first connection.
/// </summary>
internal static class EventLoop
{
    private static readonly Lazy<bool> Running = new(Begin);

    public static void EnsureRunning() => _ = Running.Value;

    private static unsafe bool Begin()
    {
        // Errors come back as values; libvirt would print each one to stderr as well.
        NativeError.virSetErrorFunc(0, &EventCallbacks.OnError);
        if (NativeConnect.virInitialize() < 0 || NativeEvents.virEventRegisterDefaultImpl() < 0)
        {
            throw LibvirtErrors.Failure("libvirt cannot be initialised");
        }

        new Thread(Loop) { IsBackground = true, Name = "libvirt events" }.Start();
        return true;
    }

    private static void Loop()
    {
        while (true)
        {
            // A failure is that of one poll; the next one is independent of it.
            _ = NativeEvents.virEventRunDefaultImpl();
        }
    }
}
