using Orchestrator.Testing.Nodes;

namespace Orchestrator.Integration.Tests.Nodes;

/// <summary>What the history calls a broken promise: a check that finds nothing must be able to find
/// something.</summary>
public sealed class BranchHistoryTests
{
    private const string Offer = "machine/office/pbm-office-5920-aa MachineOffered ";
    private const string Used = "machine/office/pbm-office-5920-aa MachineConnected {}";
    private const string Withdrawn = "machine/office/pbm-office-5920-aa OfferWithdrawn {}";

    [Fact]
    public void Machine_OfferedAfterItsUse_IsFound() => Assert.Contains(
        "after it had been used", Assert.Single(Read([Kept("s1"), Used, Withdrawn, Kept("s2")], [])));

    [Fact]
    public void Machine_KeptForTwo_IsFound() => Assert.Contains(
        "was kept for session s1 and then for session s2", Assert.Single(Read([Kept("s1"), Kept("s2")], [])));

    [Fact]
    public void Machine_UsedFromTwoNodes_IsFound() => Assert.Contains(
        "was used by session s1 and then by session s2",
        Assert.Single(Read(
            [Kept("s1"), Withdrawn, Kept("s2"), Offered("s1"), Connected("s1")], [Offered("s2"), Connected("s2")])));

    [Fact]
    public void Offer_OwnerNeverHeldIt_IsFound() => Assert.Contains(
        "the owner's journal never held it", Assert.Single(Read([], [Offered("s1")])));

    [Fact]
    public void Offer_TakenBackAndMadeAgain_IsNone() => Assert.Empty(Read(
        [Kept("s1"), Withdrawn, Kept("s2")], [Offered("s1"), Offered("s2"), Connected("s2")]));

    private static string Kept(string session) => Offer + $$$"""{"claim":{"session":"{{{session}}}"}}""";

    private static string Offered(string session) => $"session/office/{session} SessionOffered "
        + """{"machine":"pbm-office-5920-aa","owner":"a"}""";

    private static string Connected(string session) => $"session/office/{session} SessionConnected {{}}";

    private static IReadOnlyList<string> Read(string[] ofA, string[] ofB)
    {
        var directory = Directory.CreateTempSubdirectory("pbm-history-");
        try
        {
            var (a, b) = (Path.Combine(directory.FullName, "a"), Path.Combine(directory.FullName, "b"));
            File.WriteAllLines(a, ofA);
            File.WriteAllLines(b, ofB);
            return BranchHistory.Read(new Dictionary<string, string> { ["a"] = a, ["b"] = b }).Violations;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
