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
        Check(NativeEvents.virConnectDomainEventRegisterAny(
            connect, 0, NativeEvents.VIR_DOMAIN_EVENT_ID_LIFECYCLE, lifecycle, opaque, 0));
        Check(NativeEvents.virConnectDomainEventRegisterAny(
            connect, 0, NativeEvents.VIR_DOMAIN_EVENT_ID_REBOOT, reboot, opaque, 0));
        Check(NativeEvents.virConnectDomainEventRegisterAny(
            connect, 0, NativeEvents.VIR_DOMAIN_EVENT_ID_GRAPHICS, graphics, opaque, 0));
        Check(NativeEvents.virConnectRegisterCloseCallback(connect, &OnClose, opaque, 0));
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

    private static void Check(int result)
    {
        if (result < 0)
        {
            throw LibvirtErrors.Failure("an event cannot be registered");
        }
    }
}
