using Orchestrator.Core.Machines;
using Orchestrator.Simulation.Branch;

namespace Orchestrator.Simulation.Checking;

/// <summary>A machine serves one session, and one that anybody had contact with is never offered again.</summary>
internal sealed class MachineRules(World world, Checker checker)
{
    /// <summary>Tampering that was told this long ago must have been heeded.</summary>
    private static readonly TimeSpan TamperingHeeded = TimeSpan.FromSeconds(15);

    /// <summary>Since when the process has been able to heed anything.</summary>
    private DateTimeOffset _heedsSince = DateTimeOffset.MinValue;
    private bool _isLost;

    /// <summary>Whether the process has had no inventory yet.</summary>
    private bool _isUnseen = true;

    public void OnEvent(MachineRecord machine, MachineEvent @event)
    {
        switch (@event)
        {
            case MachineOffered offered:
                OnOffered(machine, offered.Claim);
                break;
            case OfferWithdrawn when machine.IsTouched:
                checker.Fail(Rules.TouchedNotOffered,
                    $"machine {machine.MachineName} was reached by session {machine.Served} and is clean again");
                break;
            case OfferWithdrawn when HasWay(machine.LastClaim!):
                checker.Fail(Rules.PathOfOffer,
                    $"machine {machine.MachineName} is clean again, the path of {machine.LastClaim} is open");
                break;
            case MachineSoiled:
                checker.Paths.OnSoiled(machine);
                checker.Guests.OnSoiled(machine);
                break;
            case MachineVanished when !machine.HadLateEffect && world.Guests.Exists(machine.MachineName):
                checker.Fail(Rules.Gone,
                    $"the journal says that machine {machine.MachineName} is gone; its domain or overlay exists");
                break;
        }
    }

    /// <summary>The process was told that somebody connected past the relay.</summary>
    public void OnTamperingTold(MachineRecord machine)
    {
        machine.TamperingTold ??= world.Now;
        LookHeeded(machine);
    }

    /// <summary>The hypervisor is lost to the server, or came back.</summary>
    public void OnHypervisor(bool isLost) => (_isLost, _heedsSince) = (isLost, world.Now);

    public void OnProcessDied() => _isUnseen = true;

    /// <summary>The process has an inventory.</summary>
    public void OnInventory()
    {
        if (_isUnseen)
        {
            (_isUnseen, _heedsSince) = (false, world.Now);
        }
    }

    /// <summary>The process stood still, and goes on.</summary>
    public void OnResumed() => _heedsSince = world.Now;

    /// <summary>Whether the process has had its time. Without its first inventory it knows no machines yet, and offers
    /// none; one that stands still does nothing at all.</summary>
    private bool HadTime => !_isLost && !_isUnseen && world.Process is not { IsStalled: true }
        && world.Now - _heedsSince >= TamperingHeeded;

    private void LookHeeded(MachineRecord machine) => world.Later(TamperingHeeded, () =>
    {
        if (machine is not { TamperingTold: not null, State: StartingMachine or CleanMachine })
        {
            return;
        }

        if (HadTime)
        {
            checker.Fail(Rules.TouchedNotOffered,
                $"somebody connected to machine {machine.MachineName} past the relay, it is {machine.State.Word}");
        }
        else
        {
            LookHeeded(machine);
        }
    });

    private void OnOffered(MachineRecord machine, SessionClaim claim)
    {
        machine.LastClaim = claim;
        if (claim.Entry is { } entry)
        {
            world.Nodes!.Claims.OnKept(world, entry, machine.MachineName, claim.Session);
        }

        if (machine.IsTouched)
        {
            checker.Fail(Rules.TouchedNotOffered,
                $"machine {machine.MachineName} was reached by session {machine.Served}, it is offered to {claim}");
        }

        if (machine.TamperingTold is { } told && world.Now - told > TamperingHeeded
            && world.Now - _heedsSince > TamperingHeeded)
        {
            checker.Fail(Rules.TouchedNotOffered,
                $"somebody connected to machine {machine.MachineName} past the relay, it is offered to {claim}");
        }

        if (claim.Entry is null)
        {
            checker.Serving.OnServed(claim);
        }
    }

    private bool HasWay(SessionClaim claim) => claim.Entry is { } entry
        ? checker.Guests.IsOpen(entry, claim.Session)
        : checker.Paths.Of(claim.Session) is not null;

    /// <summary>A connection truly reached the machine.</summary>
    public void OnReached(MachineRecord machine, SessionClaim by)
    {
        if (machine.Served is { } served && served != by.Session)
        {
            checker.Fail(Rules.OneSession,
                $"machine {machine.MachineName} served session {served} and was reached by {by}");
        }

        machine.Served = by.Session;
        machine.IsTouched = true;
    }
}
