using System.Runtime.InteropServices;
using Orchestrator.Libvirt.Handles;

namespace Orchestrator.Libvirt.Interop;

/// <summary>virEvent* and the registration of callbacks. Callbacks run on the thread that runs the event loop, and on
/// no other.</summary>
internal static unsafe partial class NativeEvents
{
    public const int VIR_DOMAIN_EVENT_ID_LIFECYCLE = 0;

    public const int VIR_DOMAIN_EVENT_ID_REBOOT = 1;

    public const int VIR_DOMAIN_EVENT_ID_GRAPHICS = 5;

    [LibraryImport(Libraries.Libvirt)]
    public static partial int virEventRegisterDefaultImpl();

    [LibraryImport(Libraries.Libvirt)]
    public static partial int virEventRunDefaultImpl();

    /// <summary>The callback's type depends on the event id; libvirt casts it back.</summary>
    [LibraryImport(Libraries.Libvirt)]
    public static partial int virConnectDomainEventRegisterAny(
        VirConnectHandle connect, nint domain, int eventId, void* callback, nint opaque, nint freeCallback);

    [LibraryImport(Libraries.Libvirt)]
    public static partial int virConnectDomainEventDeregisterAny(VirConnectHandle connect, int callbackId);

    [LibraryImport(Libraries.Libvirt)]
    public static partial int virConnectUnregisterCloseCallback(
        VirConnectHandle connect, delegate* unmanaged[Cdecl]<nint, int, nint, void> callback);

    [LibraryImport(Libraries.Libvirt)]
    public static partial int virConnectRegisterCloseCallback(
        VirConnectHandle connect, delegate* unmanaged[Cdecl]<nint, int, nint, void> callback, nint opaque,
            nint freeCallback);
}

/// <summary><c>virDomainEventGraphicsAddress</c>: both texts belong to libvirt for the time of the call.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct VirDomainEventGraphicsAddress
{
    public readonly int Family;

    public readonly nint Node;

    public readonly nint Service;
}
