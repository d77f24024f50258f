using Orchestrator.Simulation.Runs;

namespace Orchestrator.Simulation.Tests.Nodes;

/// <summary>Seeds of branches of several nodes that found a defect, by what it was. Each defect has a test of its own
/// in the product's test projects as well.</summary>
public sealed class NodesRegressionTests
{
    /// <summary>The write of a session's offer failed; its next incarnation did not know of the other node's machine,
    /// and that was kept for it for ever.</summary>
    [Theory]
    [InlineData(1038)]
    public void Claim_WriteOfTheOfferFails_IsEnded(ulong seed) => Holds(seed);

    /// <summary>A node whose libvirt was away at its start refused its size, and was ordered it again at once, over
    /// and over.</summary>
    [Theory]
    [InlineData(1016)]
    public void Plan_PoolRefusesItsSize_IsNotOrderedAtOnce(ulong seed) => Holds(seed);

    /// <summary>Somebody connected past the relay to a clean machine while its server's new process had not seen the
    /// hypervisor yet; nobody was told, and the machine would have been offered.</summary>
    [Theory]
    [InlineData(41)]
    public void Machine_TamperedBeforeTheInventory_IsNotOffered(ulong seed) => Holds(seed);

    /// <summary>An operator gave a node up; the session that had had its machine was told that it was gone, as it
    /// should be, and the rule demanded a proof.</summary>
    [Theory]
    [InlineData(1052)]
    [InlineData(3720511216734162067)]
    public void Proof_OwnerIsGivenUp_IsNotDemanded(ulong seed) => Holds(seed);

    /// <summary>A clone that nobody waited for any more ran after all, at the port of a machine that had stopped
    /// unnoticed, whose kiosk then reached it: the rule took it for a machine of somebody.</summary>
    [Theory]
    [InlineData(13366708094028569997)]
    public void Path_LateCloneTakesThePort_IsExcused(ulong seed) => Holds(seed);

    /// <summary>A node announced that it had no clean machine, and the answer was lost; when it had one again, as the
    /// announcement before had said, it announced nothing, and kiosks of other nodes waited for ever.</summary>
    [Theory]
    [InlineData(13366708094028569922)]
    public void Announcement_AnswerIsLost_IsMadeAgain(ulong seed) => Holds(seed);

    /// <summary>An announcement that nobody waited for any more arrived after its successor and replaced it.</summary>
    [Theory]
    [InlineData(18075557089644165493)]
    public void Announcement_ArrivesLate_IsNotWritten(ulong seed) => Holds(seed);

    /// <summary>A node's watch of the store had fallen silent, and its place in the line was that of a session which
    /// had been served; each machine of the branch was kept for that for three seconds.</summary>
    [Theory]
    [InlineData(18075557089644165521)]
    public void Line_FirstNeverComes_HoldsTheOthersUpOnce(ulong seed) => Holds(seed);

    /// <summary>The process stood still for longer than it may take to heed somebody who connected past the
    /// relay.</summary>
    [Theory]
    [InlineData(13465960934014571409)]
    public void Machine_TamperedWhileTheProcessStoodStill_IsExcused(ulong seed) => Holds(seed);

    private static void Holds(ulong seed)
    {
        var run = SeedRun.Of(seed, nodes: 0);
        Assert.True(
            run.Violation is null,
            $"seed {seed} step {run.Violation?.Step}: {run.Violation?.Rule}: {run.Violation?.Text}");
    }
}
