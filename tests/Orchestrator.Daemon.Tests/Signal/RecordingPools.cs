using System.Threading.Channels;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Pool.Pools;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Daemon.Tests.Signal;

/// <summary>Pools that hand every signal to the test, which then plays the session.</summary>
internal sealed class RecordingPools : IPools
{
    private readonly Channel<(PoolName Pool, KioskAddress Kiosk, ISignalLine Line)> _signals =
        Channel.CreateUnbounded<(PoolName, KioskAddress, ISignalLine)>();

    public int SignalsWaiting => _signals.Reader.Count;

    public void Signal(PoolName pool, KioskAddress kiosk, ISignalLine line) =>
        _signals.Writer.TryWrite((pool, kiosk, line));

    public Task<(PoolName Pool, KioskAddress Kiosk, ISignalLine Line)> NextAsync() =>
        Bound.Within(_signals.Reader.ReadAsync().AsTask(), "a signal at the pools");

    public Task<IReadOnlyList<PoolSnapshot>> GetPoolsAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<PoolSnapshot>>([]);

    public Task<bool> ClearAsync(PoolName pool, bool refill, CancellationToken cancellation) => Task.FromResult(false);
}
