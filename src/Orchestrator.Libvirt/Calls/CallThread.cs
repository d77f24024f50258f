using System.Collections.Concurrent;

namespace Orchestrator.Libvirt.Calls;

/// <summary>One thread that takes calls until it is written off.</summary>
internal sealed class CallThread(BlockingCollection<Action> calls, TimeProvider time)
{
    private const long Idle = 0;

    private long _busySince = Idle;
    private volatile bool _writtenOff;

    public void Start() => new Thread(Loop) { IsBackground = true, Name = "libvirt call" }.Start();

    public bool IsStuck(TimeSpan after)
    {
        var since = Interlocked.Read(ref _busySince);
        return since != Idle && time.GetElapsedTime(since) > after;
    }

    /// <summary>If its call ever returns, the thread ends.</summary>
    public void WriteOff() => _writtenOff = true;

    private void Loop()
    {
        foreach (var call in calls.GetConsumingEnumerable())
        {
            Interlocked.Exchange(ref _busySince, Math.Max(1, time.GetTimestamp()));
            call();
            Interlocked.Exchange(ref _busySince, Idle);
            if (_writtenOff)
            {
                return;
            }
        }
    }
}
