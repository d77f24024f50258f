using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Orchestrator.Libvirt.Interop;

/// <summary><c>virNodeMemoryStats</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct VirNodeMemoryStats
{
    public FieldText Field;

    public ulong Kibibytes;

    public readonly string Name
    {
        get
        {
            ReadOnlySpan<byte> bytes = Field;
            var end = bytes.IndexOf((byte)0);
            return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
        }
    }

    /// <summary>VIR_NODE_MEMORY_STATS_FIELD_LENGTH bytes, ended by a zero.</summary>
    [InlineArray(80)]
    internal struct FieldText
    {
        private byte _first;
    }
}
