using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Libvirt.Events;
using Orchestrator.Libvirt.Handles;

namespace Orchestrator.Libvirt.Calls;

/// <summary>
/// One try to connect, on a thread of its own: neither the opening nor the registration of events can be cancelled, and
/// keepalive begins only after the opening. A connection that comes after the try was given up is closed at once. The
/// events of a try are nobody's until it succeeded and after it was replaced.
/// </summary>
internal sealed class ConnectionOpening(IConnectionOpener opener, Action<HypervisorEvent> report, Action<int> lost)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<VirConnectHandle> _opened =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _givenUp;
    private int? _closedBecause;
    private bool _taken;

    /// <summary>The connection, or why there is none.</summary>
    public Task<VirConnectHandle> Opened => _opened.Task;

    /// <summary>Ends when the thread has ended, given up or not.</summary>
    public Task Ended => _ended.Task;

    public void Start() => new Thread(Open) { IsBackground = true, Name = "libvirt opening" }.Start();

    /// <summary>From now on its loss is told; a loss that came before is told now.</summary>
    public void Take()
    {
        int? closed;
        lock (_gate)
        {
            _taken = true;
            closed = _closedBecause;
        }

        if (closed is { } reason)
        {
            lost(reason);
        }
    }

    /// <summary>Its connection and its events are nobody's any more.</summary>
    public void GiveUp()
    {
        lock (_gate)
        {
            _givenUp = true;
        }
    }

    private void Open()
    {
        try
        {
            var connection = opener.Open(new DomainEventTranslator(OnEvent, OnClosed));
            bool late;
            lock (_gate)
            {
                late = _givenUp || !_opened.TrySetResult(connection);
            }

            if (late)
            {
                opener.Close(connection);
            }
        }
        catch (HypervisorException error)
        {
            _opened.TrySetException(error);
        }

        _ended.TrySetResult();
    }

    private void OnEvent(HypervisorEvent @event)
    {
        bool ours;
        lock (_gate)
        {
            ours = !_givenUp;
        }

        if (ours)
        {
            report(@event);
        }
    }

    private void OnClosed(int reason)
    {
        bool taken;
        lock (_gate)
        {
            _closedBecause = reason;
            taken = _taken;
        }

        if (taken)
        {
            lost(reason);
        }
    }
}
