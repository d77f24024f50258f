using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Simulation.Branch;

namespace Orchestrator.Simulation.Checking;

/// <summary>A path exists only for a machine that is offered or used, and only to the kiosk that it is for.</summary>
internal sealed class PathRules(World world, Checker checker)
{
    /// <summary>A machine can die before its session knows: this long its path may lead to nothing. It may never lead
    /// to another machine.</summary>
    private static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(90);

    private readonly List<OpenPath> _open = [];
    private int _closing;

    public IReadOnlyList<OpenPath> Open => _open;

    public OpenPath? Of(SessionId session)
    {
        foreach (var path in _open)
        {
            if (path.Grant.Session == session)
            {
                return path;
            }
        }

        return null;
    }

    public void OnOpened(ConsoleGrant grant)
    {
        if (grant.Remote is { } remote)
        {
            // Whether it leads anywhere is the owner's to say, and is looked at there.
            _open.Add(new OpenPath(grant, remote.Machine));
            return;
        }

        var machine = checker.Records.MachineAt(grant.ConsolePort);
        if (machine?.LastClaim is not { } claim || claim.Session != grant.Session || claim.Kiosk != grant.Kiosk
            || machine.State is CleanMachine)
        {
            checker.Fail(
                Rules.PathOfOffer,
                $"{grant} is opened, the port's machine is {machine?.State.ToString() ?? "none"}");
            return;
        }

        var path = new OpenPath(grant, machine.MachineName);
        _open.Add(path);
        if (machine.State is not (OfferedMachine or InUseMachine))
        {
            MustClose(path);
        }
    }

    public void OnClosed(SessionId session)
    {
        if (Of(session) is { } path)
        {
            _closing -= path.CloseBy is null ? 0 : 1;
            _open.Remove(path);
        }
    }

    /// <summary>The process died, and every path with it.</summary>
    public void OnProcessDied()
    {
        _open.Clear();
        _closing = 0;
    }

    public void OnSoiled(MachineRecord machine)
    {
        if (_open.Find(path => path.Machine == machine.MachineName && path.Grant.Remote is null)
            is { CloseBy: null } path)
        {
            MustClose(path);
        }
    }

    /// <summary>A domain runs at a port from now on.</summary>
    public void OnRuns(MachineName machine)
    {
        var port = machine.Slot.ConsolePort;
        if (!world.Guests.MayBeLate(machine)
            && _open.Find(path => path.Grant.ConsolePort == port && path.Machine != machine
                && path.Grant.Remote is null) is { } path)
        {
            checker.Fail(Rules.PathOfOffer, $"{path.Grant} was opened to {path.Machine} and leads to {machine} now");
        }
    }

    /// <summary>A kiosk's connection was admitted and reached this port.</summary>
    public void OnAdmitted(KioskAddress kiosk, int port)
    {
        var path = _open.Find(path => path.Grant.Kiosk == kiosk);
        if (path is null)
        {
            checker.Fail(Rules.PathOfOffer, $"kiosk {kiosk} was let through to port {port} without a path");
            return;
        }

        if (world.Guests.At(port) is not { } running)
        {
            return;
        }

        if (running != path.Machine && !world.Guests.MayBeLate(running))
        {
            checker.Fail(Rules.PathOfOffer, $"kiosk {kiosk} reached machine {running} on the path to {path.Machine}");
        }

        if (checker.Records.Machines.TryGetValue(running, out var machine))
        {
            checker.Machines.OnReached(machine, new SessionClaim(path.Grant.Session, kiosk));
        }
    }

    public void AfterStep()
    {
        if (_closing > 0 && _open.Find(path => path.CloseBy < world.Now) is { } path)
        {
            checker.Fail(
                Rules.PathOfOffer,
                $"{path.Grant} is still open {ClosingTime} after machine {path.Machine} was soiled");
        }
    }

    private void MustClose(OpenPath path)
    {
        path.CloseBy = world.Now + ClosingTime;
        _closing++;
    }
}
