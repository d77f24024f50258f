namespace Orchestrator.Core.Cluster;

/// <summary>What a node gives up when the plan gives it fewer slots than it holds.</summary>
public static class SlotSurplus
{
    /// <summary>
    /// Clean machines to delete now. Whatever anybody uses stays: its slot is given up when the session has ended. So
    /// only counts are decided here, and they never reach beyond the clean ones.
    /// </summary>
    /// <param name="planned">Slots that the plan gives.</param>
    /// <param name="held">Slots that hold a machine, whatever its state.</param>
    /// <param name="clean">Those of them whose machine is clean.</param>
    public static int CleanToGiveUp(int planned, int held, int clean)
    {
        Invariant.Require(planned >= 0 && clean >= 0 && clean <= held, "clean machines are some of those held");
        return Math.Min(clean, Math.Max(0, held - planned));
    }
}
