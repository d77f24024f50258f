using System.Globalization;
using Orchestrator.Core.Pools;

namespace Orchestrator.Core.Slots;

/// <summary>A slot: a SPICE console port of this node, in one pool. Written <c>pool/port</c>.</summary>
public readonly record struct SlotId(PoolName Pool, int ConsolePort)
{
    /// <summary>Pools of one node have no port in common.</summary>
    public override int GetHashCode() => ConsolePort;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Pool}/{ConsolePort}");
}
