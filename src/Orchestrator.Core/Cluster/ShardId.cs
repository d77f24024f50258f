using System.Globalization;
using System.Text;

namespace Orchestrator.Core.Cluster;

/// <summary>
/// The part of the branch-wide entities that changes its owner together. An entity's shard is its key's hash modulo a
/// number that never changes: two nodes that reckon differently would both own an entity.
/// </summary>
public readonly record struct ShardId
{
    /// <summary>About ten for each of the seven nodes of the largest branch.</summary>
    public const int Count = 64;

    private ShardId(int number) => Number = number;

    public int Number { get; }

    public static IEnumerable<ShardId> All { get; } = [.. Enumerable.Range(0, Count).Select(Of)];

    public static ShardId Of(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, Count);
        return new ShardId(number);
    }

    public static ShardId OfEntity(string key) => new((int)(StableHash.Of(Encoding.UTF8.GetBytes(key)) % Count));

    public override string ToString() => Number.ToString("d2", CultureInfo.InvariantCulture);
}
