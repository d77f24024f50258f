using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Simulation.Branch;

namespace Orchestrator.Simulation.Checking;

/// <summary>A way for another node's kiosk exists only to the machine that its session has claimed, and only as long as
/// that is offered or used.</summary>
internal sealed class GuestRules(World world, Checker checker)
{
    /// <summary>As of <see cref="PathRules"/>: a machine can die before its session knows.</summary>
    private static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(90);

    private readonly Dictionary<GuestGrant, DateTimeOffset?> _open = [];

    public IReadOnlyCollection<GuestGrant> Open => _open.Keys;

    public bool IsOpen(NodeName entry, SessionId session) =>
        _open.Keys.Any(grant => grant.Entry == entry && grant.Session == session);

    public void OnOpened(GuestGrant grant)
    {
        var machine = checker.Records.Machines.GetValueOrDefault(grant.Machine);
        if (machine?.LastClaim is not { } claim || claim.Session != grant.Session || claim.Entry != grant.Entry
            || machine.State is CleanMachine)
        {
            checker.Fail(
                Rules.PathOfOffer,
                $"{grant} is opened, the machine is {machine?.State.ToString() ?? "none"}");
            return;
        }

        _open[grant] = machine.State is OfferedMachine or InUseMachine ? null : world.Now + ClosingTime;
    }

    public void OnClosed(GuestGrant grant) => _open.Remove(grant);

    /// <summary>The process died, and every way with it.</summary>
    public void OnProcessDied() => _open.Clear();

    public void OnSoiled(MachineRecord machine)
    {
        foreach (var grant in _open.Keys.Where(grant => grant.Machine == machine.MachineName).ToList())
        {
            _open[grant] ??= world.Now + ClosingTime;
        }
    }

    /// <summary>A domain runs at a port from now on.</summary>
    public void OnRuns(MachineName machine)
    {
        if (!world.Guests.MayBeLate(machine) && _open.Keys.FirstOrDefault(grant => grant.Machine != machine
            && grant.Machine.Slot.ConsolePort == machine.Slot.ConsolePort) is { } grant)
        {
            checker.Fail(Rules.PathOfOffer, $"{grant} leads to {machine} now");
        }
    }

    /// <summary>A console of another node's kiosk was admitted and reached this machine's port.</summary>
    /// <returns>The machine that runs there, or null.</returns>
    public MachineName? OnAdmitted(NodeName entry, SessionId session, KioskAddress kiosk, MachineName asked)
    {
        if (!_open.ContainsKey(new GuestGrant(entry, session, asked)))
        {
            checker.Fail(Rules.PathOfOffer, $"session {session} of {entry} was let through to {asked} without a way");
        }

        if (world.Guests.At(asked.Slot.ConsolePort) is not { } running)
        {
            return null;
        }

        if (running != asked && !world.Guests.MayBeLate(running))
        {
            checker.Fail(
                Rules.PathOfOffer, $"session {session} of {entry} reached machine {running} on the way to {asked}");
        }

        if (checker.Records.Machines.TryGetValue(running, out var machine))
        {
            checker.Machines.OnReached(machine, new SessionClaim(session, kiosk) { Entry = entry });
        }

        return running;
    }

    public void AfterStep()
    {
        if (_open.Count > 0 && _open.FirstOrDefault(way => way.Value < world.Now) is { Key: { } grant })
        {
            checker.Fail(
                Rules.PathOfOffer, $"{grant} is still open {ClosingTime} after its machine was soiled");
        }
    }
}
