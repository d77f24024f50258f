using Orchestrator.Integration.Tests.Branch;

namespace Orchestrator.Integration.Tests.Crash;

/// <summary>The daemon and libvirtd are killed beside every event that the product journals: no machine ever has two
/// users, nothing is left over, and the pool is full again.</summary>
[Collection(ServerCollection.Name)]
public sealed class CrashMatrixTests(CrashingBranch branch) : IClassFixture<CrashingBranch>
{
    /// <summary>The ways of a machine's end and its successor's beginning, each once: beside their first event the
    /// daemon had just started, beside their second it has recycled a machine already.</summary>
    public static TheoryData<string, CrashMoment> SecondPoints { get; } = new()
    {
        { "MachineConnected", CrashMoment.Before },
        { "MachineSoiled", CrashMoment.After },
        { "MachineVanished", CrashMoment.Before },
        { "CloneBegun", CrashMoment.After },
        { "MachineBecameReady", CrashMoment.Before },
        { "MachineOffered", CrashMoment.After },
    };

    public static TheoryData<string, CrashMoment, CrashVictim> Points()
    {
        var points = new TheoryData<string, CrashMoment, CrashVictim>();
        foreach (var victim in Enum.GetValues<CrashVictim>())
        {
            foreach (var @event in JournaledEvents.All)
            {
                foreach (var moment in Enum.GetValues<CrashMoment>())
                {
                    points.Add(@event, moment, victim);
                }
            }
        }

        return points;
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Kill_BesideAnEvent_IsHealed(string @event, CrashMoment moment, CrashVictim victim)
    {
        var lead = Lives.To(@event);
        await branch.SeeHealedAsync();
        branch.Order(@event, moment, victim);
        await branch.RestartVictimAsync(victim, lead(branch));
        await Lives.UndoAsync(@event, branch);
        await branch.SeeHealedAsync();
    }

    [Theory]
    [MemberData(nameof(SecondPoints))]
    public async Task Kill_BesideTheSecondEvent_IsHealed(string @event, CrashMoment moment)
    {
        await branch.SeeHealedAsync();
        branch.Order(@event, moment, CrashVictim.Daemon, number: 2);
        await branch.RestartVictimAsync(CrashVictim.Daemon, Lives.UseTwiceAsync(branch));
        await branch.SeeHealedAsync();
    }
}
