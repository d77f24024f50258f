using Orchestrator.Core.Sessions;
using Orchestrator.Daemon.Configuration;

namespace Orchestrator.Daemon.Signal;

/// <summary>
/// Responsible for the limits that a signal must pass before anything else is spent on it. Shared by all signal
/// ports.
/// </summary>
internal sealed class SignalAdmission
{
    /// <summary>Addresses that are remembered at one time.</summary>
    public const int AddressesMax = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<KioskAddress, KioskAllowance> _kiosks = [];
    private readonly SignalOptions _limits;
    private readonly TimeProvider _time;
    private readonly string _tooManyOpen;
    private readonly string _tooManyOfKiosk;
    private readonly string _tooOften;
    private readonly string _tooManyAddresses;
    private int _open;

    public SignalAdmission(SignalOptions limits, TimeProvider time)
    {
        _limits = limits;
        _time = time;
        _tooManyOpen = $"the server has {limits.ConnectionsMax} signal connections, its limit; try again later";
        _tooManyOfKiosk = $"this address has {limits.ConnectionsPerKioskMax} signal connections, its limit; close one";
        _tooOften = $"this address signalled more than {limits.SignalsPerKioskPerMinuteMax} times a minute; wait";
        _tooManyAddresses = $"the server remembers {AddressesMax} addresses, its limit; try again later";
    }

    /// <summary>Connections that were admitted and did not leave.</summary>
    public int Open
    {
        get
        {
            lock (_gate)
            {
                return _open;
            }
        }
    }

    public int AddressesRemembered
    {
        get
        {
            lock (_gate)
            {
                return _kiosks.Count;
            }
        }
    }

    /// <returns>Null when the kiosk is admitted, and then <see cref="Leave"/> is owed; otherwise the broken
    /// rule.</returns>
    public string? Enter(KioskAddress kiosk)
    {
        lock (_gate)
        {
            if (_open >= _limits.ConnectionsMax)
            {
                return _tooManyOpen;
            }

            if (Remember(kiosk) is not { } allowance)
            {
                return _tooManyAddresses;
            }

            if (allowance.Open >= _limits.ConnectionsPerKioskMax)
            {
                return _tooManyOfKiosk;
            }

            if (!allowance.TryTake(_time.GetTimestamp()))
            {
                return _tooOften;
            }

            allowance.Open++;
            _open++;
            return null;
        }
    }

    public void Leave(KioskAddress kiosk)
    {
        lock (_gate)
        {
            _open--;
            _kiosks[kiosk].Open--;
        }
    }

    private KioskAllowance? Remember(KioskAddress kiosk)
    {
        if (_kiosks.TryGetValue(kiosk, out var known))
        {
            return known;
        }

        var now = _time.GetTimestamp();
        if (_kiosks.Count >= AddressesMax)
        {
            ForgetRested(now);
        }

        if (_kiosks.Count >= AddressesMax)
        {
            return null;
        }

        var allowance = new KioskAllowance(_limits.SignalsPerKioskPerMinuteMax, _time, now);
        _kiosks.Add(kiosk, allowance);
        return allowance;
    }

    // Only who has nothing open and its whole allowance back: forgetting anybody else would hand out a second
    // allowance.
    private void ForgetRested(long now)
    {
        foreach (var (kiosk, allowance) in _kiosks)
        {
            if (allowance.IsRested(now))
            {
                _kiosks.Remove(kiosk);
            }
        }
    }
}
