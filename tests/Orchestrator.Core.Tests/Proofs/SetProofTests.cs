using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Proofs;
using Orchestrator.Core.Sessions;
using Orchestrator.Core.Slots;

namespace Orchestrator.Core.Tests.Proofs;

public sealed class SetProofTests
{
    private static readonly MachineName One = new(new SlotId(PoolName.Parse("demo"), 5920), new MachineId(1));
    private static readonly SessionId Session = new(7);

    /// <summary>E: exists, R: runs, J: is journaled; o: owned, o!: owned and should run.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("E R J o!", "")]
    [InlineData("J o", "")]
    [InlineData("o", "")]
    [InlineData("E R J o", "")]
    [InlineData("E R J", "UnownedMachine UnownedStream")]
    [InlineData("E", "UnownedMachine")]
    [InlineData("J", "UnownedStream")]
    [InlineData("E J o!", "MissingDomain")]
    [InlineData("E R o!", "MissingStream")]
    [InlineData("o!", "MissingDomain MissingStream")]
    public void Machine_SeenSo_DiffersSo(string seen, string kinds)
    {
        var words = seen.Split(' ');
        HashSet<MachineName> With(string word) => words.Contains(word) ? [One] : [];
        var owned = words.Contains("o!") || words.Contains("o")
            ? new Dictionary<MachineName, bool> { [One] = words.Contains("o!") }
            : [];
        var found = new ProofFindings(
            With("E"), With("R"), With("J"), new HashSet<SessionId>(), owned, new HashSet<SessionId>());
        Assert.Equal(kinds, string.Join(' ', SetProof.Compare(found).Select(difference => difference.Kind).Order()));
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void Path_OfASession_NeedsItToLive(bool lives, int differences)
    {
        HashSet<MachineName> none = [];
        HashSet<SessionId> live = lives ? [Session] : [];
        var found = new ProofFindings(
            none, none, none, new HashSet<SessionId> { Session }, new Dictionary<MachineName, bool>(), live);
        Assert.Equal(differences, SetProof.Compare(found).Count);
    }
}
