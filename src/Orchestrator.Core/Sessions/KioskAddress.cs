using System.Net;

namespace Orchestrator.Core.Sessions;

/// <summary>The address a kiosk is known by. An IPv4 address mapped into IPv6 is the same kiosk as the plain
/// one.</summary>
public readonly record struct KioskAddress
{
    private readonly IPAddress? _address;

    private KioskAddress(IPAddress address) => _address = address;

    public IPAddress Address => _address ?? IPAddress.None;

    public static KioskAddress From(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new KioskAddress(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
    }

    public static KioskAddress Parse(string text) => From(IPAddress.Parse(text));

    public override string ToString() => Address.ToString();
}
