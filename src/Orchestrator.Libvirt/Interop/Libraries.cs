namespace Orchestrator.Libvirt.Interop;

/// <summary>Sonames of the libraries that are called; libvirt keeps its ABI within them.</summary>
internal static class Libraries
{
    public const string Libvirt = "libvirt.so.0";

    public const string LibvirtQemu = "libvirt-qemu.so.0";

    public const string C = "libc.so.6";
}
