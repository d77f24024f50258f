using System.Runtime.InteropServices;
using Orchestrator.Libvirt.Handles;

namespace Orchestrator.Libvirt.Interop;

/// <summary>virNode*.</summary>
internal static unsafe partial class NativeNode
{
    public const int VIR_NODE_MEMORY_STATS_ALL_CELLS = -1;

    /// <summary>Without an array it only says how many entries there are; with one, it takes exactly that
    /// many.</summary>
    [LibraryImport(Libraries.Libvirt)]
    public static partial int virNodeGetMemoryStats(
        VirConnectHandle connect, int cell, VirNodeMemoryStats* stats, ref int count, uint flags);
}
