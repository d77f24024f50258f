using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Slots;

namespace Orchestrator.Core.Machines;

/// <summary>
/// The name that everything of a machine carries in the world outside: <c>pbm-POOL-PORT-MACHINE</c>. It names pool,
/// slot and machine, so that what nobody owns can be told from what somebody owns by its name alone.
/// </summary>
public readonly record struct MachineName(SlotId Slot, MachineId Machine)
{
    /// <summary>What every domain and volume of ours begins with.</summary>
    public const string Prefix = "pbm-";

    private const string OverlaySuffix = ".qcow2";

    /// <summary>File name of the machine's overlay in the storage pool.</summary>
    public string OverlayName => ToString() + OverlaySuffix;

    /// <summary>Ids never come back, so that the rest adds nothing.</summary>
    public override int GetHashCode() => Machine.GetHashCode();

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Slot.Pool}-{Slot.ConsolePort}-{Machine}");

    /// <summary>Reads a domain's or an overlay's name; false when the name is not of ours.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out MachineName name)
    {
        name = default;
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var stem = text.AsSpan(Prefix.Length);
        if (stem.EndsWith(OverlaySuffix, StringComparison.Ordinal))
        {
            stem = stem[..^OverlaySuffix.Length];
        }

        // Read from the right: a pool's name may hold dashes, a port and an id cannot.
        if (!TakeLast(ref stem, out var id) || !MachineId.TryParse(id, out var machine)
            || !TakeLast(ref stem, out var number)
            || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || !PoolName.TryParse(stem.ToString(), out var pool))
        {
            return false;
        }

        name = new MachineName(new SlotId(pool, port), machine);
        return true;
    }

    private static bool TakeLast(ref ReadOnlySpan<char> stem, out ReadOnlySpan<char> field)
    {
        var dash = stem.LastIndexOf('-');
        field = stem[(dash + 1)..];
        stem = stem[..Math.Max(dash, 0)];
        return dash >= 0;
    }
}
