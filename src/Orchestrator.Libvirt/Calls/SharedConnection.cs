using Orchestrator.Libvirt.Handles;

namespace Orchestrator.Libvirt.Calls;

/// <summary>
/// Responsible for when a connection is closed: once it was given up and the last call in it has returned, never
/// before. Closing one under a call that hangs in it has crashed the process inside libvirt. A call that never returns
/// so leaks its connection, on purpose; the owner bounds how many.
/// </summary>
/// <param name="handle">The connection; owned.</param>
/// <param name="close">Closes it; may block, and so runs on a thread of its own.</param>
/// <param name="closed">Told when that is done.</param>
internal sealed class SharedConnection(VirConnectHandle handle, Action<VirConnectHandle> close, Action closed)
{
    private readonly Lock _gate = new();
    private int _callsInside;
    private bool _givenUp;

    /// <summary>Counts the calling thread in; every success needs a <see cref="Leave"/>.</summary>
    /// <returns>False: it was given up.</returns>
    public bool TryEnter()
    {
        lock (_gate)
        {
            _callsInside += _givenUp ? 0 : 1;
            return !_givenUp;
        }
    }

    /// <summary>Runs a call that has entered, and leaves.</summary>
    public T RunAndLeave<T>(Func<VirConnectHandle, T> call)
    {
        try
        {
            return call(handle);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>No call enters any more.</summary>
    public void GiveUp()
    {
        lock (_gate)
        {
            if (_givenUp)
            {
                return;
            }

            _givenUp = true;
            if (_callsInside > 0)
            {
                return;
            }
        }

        StartClosing();
    }

    private void Leave()
    {
        lock (_gate)
        {
            _callsInside--;
            if (!_givenUp || _callsInside > 0)
            {
                return;
            }
        }

        StartClosing();
    }

    private void StartClosing() => new Thread(Close) { IsBackground = true, Name = "libvirt closing" }.Start();

    private void Close()
    {
        close(handle);
        closed();
    }
}
