using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Orchestrator.Libvirt.Events;
using Orchestrator.Libvirt.Handles;

namespace Orchestrator.Libvirt.Interop;

/// <summary>
/// The native side of events. JUSTIFICATION: libvirt calls back by function pointer. SAFETY: all run on the event
/// loop's thread; the opaque pointer is a GCHandle of the observer that is never freed, because a late callback may
/// come after the connection was closed and an observer is
/// a few words; no exception may leave a callback, so each body only copies and hands on to an observer that does not
/// throw.
/// </summary>
internal static unsafe class EventCallbacks
{
    public static void Register(VirConnectHandle connect, IDomainEventObserver observer)
    {
        var opaque = GCHandle.ToIntPtr(GCHandle.Alloc(observer));
        delegate* unmanaged[Cdecl]<nint, nint, int, int, nint, int> lifecycle = &OnLifecycle;
        delegate* unmanaged[Cdecl]<nint, nint, nint, void> reboot = &OnReboot;
        delegate* unmanaged[Cdecl]<
            nint, nint, int, VirDomainEventGraphicsAddress*, VirDomainEventGraphicsAddress*, nint, nint, nint,
                void> graphics = &OnGraphics;
        Add(connect, NativeEvents.VIR_DOMAIN_EVENT_ID_LIFECYCLE, lifecycle, opaque);
        Add(connect, NativeEvents.VIR_DOMAIN_EVENT_ID_REBOOT, reboot, opaque);
        Add(connect, NativeEvents.VIR_DOMAIN_EVENT_ID_GRAPHICS, graphics, opaque);
        Check(NativeEvents.virConnectRegisterCloseCallback(connect, &OnClose, opaque, 0));
        connect.HasCloseCallback = true;
    }

    /// <summary>Each registration holds a reference to the connection: without this its closing would leave it open.
    /// A failure is that of a connection that broke; the reference is gone all the same.</summary>
    public static void Deregister(VirConnectHandle connect)
    {
        foreach (var id in connect.DomainEvents)
        {
            _ = NativeEvents.virConnectDomainEventDeregisterAny(connect, id);
        }

        if (connect.HasCloseCallback)
        {
            _ = NativeEvents.virConnectUnregisterCloseCallback(connect, &OnClose);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static void OnError(nint userData, VirErrorHead* error)
    {
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnLifecycle(nint connect, nint domain, int @event, int detail, nint opaque)
    {
        Observer(opaque).OnLifecycle(NameOf(domain), @event, detail);
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnReboot(nint connect, nint domain, nint opaque) => Observer(opaque).OnReboot(NameOf(domain));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnGraphics(
        nint connect,
        nint domain,
        int phase,
        VirDomainEventGraphicsAddress* local,
        VirDomainEventGraphicsAddress* remote,
        nint authScheme,
        nint subject,
        nint opaque)
    {
        var client = $"{NativeText.Borrowed(remote->Node)}:{NativeText.Borrowed(remote->Service)}";
        Observer(opaque).OnGraphics(NameOf(domain), phase, client);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnClose(nint connect, int reason, nint opaque) => Observer(opaque).OnClosed(reason);

    private static string NameOf(nint domain) =>
        NativeText.Borrowed(NativeDomain.virDomainGetNameOfBorrowed(domain)) ?? string.Empty;

    private static IDomainEventObserver Observer(nint opaque) =>
        (IDomainEventObserver)GCHandle.FromIntPtr(opaque).Target!;

    private static void Add(VirConnectHandle connect, int @event, void* callback, nint opaque) =>
        connect.DomainEvents.Add(Check(
            NativeEvents.virConnectDomainEventRegisterAny(connect, 0, @event, callback, opaque, 0)));

    private static int Check(int result) =>
        result < 0 ? throw LibvirtErrors.Failure("an event cannot be registered") : result;
}
