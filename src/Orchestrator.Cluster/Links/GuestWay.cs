using Orchestrator.Drivers.ConsolePath;

namespace Orchestrator.Cluster.Links;

/// <summary>One open way to a machine. Admission and closing share one lock, so that "never touched" is a
/// fact.</summary>
internal sealed class GuestWay(GuestGrant grant, Action<ConsoleEvent> observer)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Action> _cuts = [];
    private bool _touched;
    private bool _closed;

    public GuestGrant Grant { get; } = grant;

    /// <param name="cut">Cuts the connection; must not block.</param>
    public bool TryAdmit(Action cut)
    {
        lock (_gate)
        {
            if (_closed || _cuts.Count >= GuestConsoles.ConnectionsMax)
            {
                return false;
            }

            _cuts.Add(cut);
            if (!_touched)
            {
                _touched = true;
                observer(new ConsoleTouched(Grant.Session));
            }

            observer(new ConsoleConnectionsChanged(Grant.Session, _cuts.Count));
            return true;
        }
    }

    public void Leave(Action cut)
    {
        lock (_gate)
        {
            if (_cuts.Remove(cut))
            {
                observer(new ConsoleConnectionsChanged(Grant.Session, _cuts.Count));
            }
        }
    }

    public ConsoleClosing Close()
    {
        lock (_gate)
        {
            _closed = true;
            var closing = new ConsoleClosing(_touched, _cuts.Count);
            foreach (var cut in _cuts)
            {
                cut();
            }

            _cuts.Clear();
            return closing;
        }
    }
}
