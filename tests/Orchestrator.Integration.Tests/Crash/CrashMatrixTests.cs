using Orchestrator.Integration.Tests.Branch;

namespace Orchestrator.Integration.Tests.Crash;

/// <summary>The daemon and libvirtd are killed beside every event that the product journals: no machine ever has two
/// users, nothing is left over, and the pool is full again.</summary>
[Collection(ServerCollection.Name)]
public sealed class CrashMatrixTests(CrashingBranch branch) : IClassFixture<CrashingBranch>
{
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
}
