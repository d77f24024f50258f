using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Testing.Waiting;

namespace Orchestrator.Testing.ConsolePath;

/// <summary>What a console path reported, in order.</summary>
public sealed class ConsoleReports
{
    private readonly Lock _gate = new();
    private readonly List<ConsoleEvent> _seen = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<ConsoleEvent> Seen
    {
        get
        {
            lock (_gate)
            {
                return [.. _seen];
            }
        }
    }

    /// <summary>The reported numbers of open connections.</summary>
    public IEnumerable<int> Counts => Seen.OfType<ConsoleConnectionsChanged>().Select(changed => changed.Open);

    public void Observe(ConsoleEvent @event)
    {
        TaskCompletionSource more;
        lock (_gate)
        {
            _seen.Add(@event);
            more = _more;
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        more.SetResult();
    }

    /// <summary>Waits until so many connections are reported open, for the last time so far.</summary>
    public async Task SeeOpenAsync(int count)
    {
        while (true)
        {
            Task more;
            lock (_gate)
            {
                if (_seen.LastOrDefault() is ConsoleConnectionsChanged last && last.Open == count)
                {
                    return;
                }

                more = _more.Task;
            }

            await more.Within($"{count} open connections", () => string.Join(", ", Seen));
        }
    }
}
