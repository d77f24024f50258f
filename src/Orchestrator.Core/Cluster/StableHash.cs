namespace Orchestrator.Core.Cluster;

/// <summary>
/// A hash that is the same in each process, version and architecture: FNV-1a of 64 bits with a last mixing, because its
/// low bits alone spread short keys badly.
/// </summary>
internal static class StableHash
{
    private const ulong Offset = 0xcbf29ce484222325;
    private const ulong Prime = 0x100000001b3;

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = Offset;
        foreach (var one in bytes)
        {
            hash = (hash ^ one) * Prime;
        }

        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}
