using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;

namespace Orchestrator.Relay;

/// <summary>
/// The open ways: one a session, one a kiosk address. Nothing is done with a grant under this lock, because an observer
/// runs under the grant's own and may ask for any session's activity.
/// </summary>
internal sealed class RelayGrants
{
    private readonly Lock _gate = new();
    private readonly Dictionary<KioskAddress, RelayGrant> _byKiosk = [];
    private readonly Dictionary<SessionId, RelayGrant> _bySession = [];

    public IReadOnlyCollection<ConsoleGrant> List()
    {
        lock (_gate)
        {
            return [.. _bySession.Values.Select(open => open.Grant)];
        }
    }

    /// <returns>False: the kiosk or the session has one already.</returns>
    public bool TryAdd(RelayGrant added)
    {
        lock (_gate)
        {
            if (_byKiosk.ContainsKey(added.Grant.Kiosk) || !_bySession.TryAdd(added.Grant.Session, added))
            {
                return false;
            }

            _byKiosk.Add(added.Grant.Kiosk, added);
            return true;
        }
    }

    public RelayGrant? Find(KioskAddress kiosk)
    {
        lock (_gate)
        {
            return _byKiosk.GetValueOrDefault(kiosk);
        }
    }

    public RelayGrant? Find(SessionId session)
    {
        lock (_gate)
        {
            return _bySession.GetValueOrDefault(session);
        }
    }

    public RelayGrant? Remove(SessionId session)
    {
        lock (_gate)
        {
            if (_bySession.Remove(session, out var grant))
            {
                _byKiosk.Remove(grant.Grant.Kiosk);
            }

            return grant;
        }
    }
}
