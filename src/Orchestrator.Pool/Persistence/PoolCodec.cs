using Orchestrator.Actors.Persistence;
using Orchestrator.Core.Pools;

namespace Orchestrator.Pool.Persistence;

internal static class PoolCodec
{
    public static readonly IJournalCodec<PoolState, PoolEvent> Instance = new JsonJournalCodec<PoolState, PoolEvent>(
        JournalJson.Default.PoolState,
        JournalJson.Default.GoldenImageRecorded,
        JournalJson.Default.GoldenImageForgotten,
        JournalJson.Default.PoolResized);
}
