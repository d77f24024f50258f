namespace Orchestrator.Testing.Coordination;

/// <summary>A lease of the simulated store: ends by itself unless it is renewed.</summary>
internal sealed class SimulatedLease : IDisposable
{
    private readonly TimeSpan _life;
    private readonly ITimer _timer;

    public SimulatedLease(TimeProvider time, TimeSpan life, Action end)
    {
        _life = life;
        _timer = time.CreateTimer(_ => end(), null, life, Timeout.InfiniteTimeSpan);
    }

    public TimeSpan Renew()
    {
        _timer.Change(_life, Timeout.InfiniteTimeSpan);
        return _life;
    }

    /// <summary>Without a majority nobody ends leases.</summary>
    public void Arm(bool runs) => _timer.Change(runs ? _life : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();
}
