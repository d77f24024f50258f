using Orchestrator.Tidy.Tests.Tree;

namespace Orchestrator.Tidy.Tests.Names;

public sealed class VagueNamesRuleTests
{
    private static readonly VagueNamesRule Rule = new();

    [Fact]
    public void Tree_AsItIs_NamesThingsByWhatTheyAre() => Expect.Kept(Rule);

    [Theory]
    [InlineData("src/Orchestrator.Common/Clock.cs")]
    [InlineData("src/Orchestrator.Core/Utils/Clock.cs")]
    [InlineData("src/Orchestrator.Core/ClockHelpers.cs")]
    [InlineData("deploy/PoolManager.sh")]
    public void Path_WithAVagueName_IsCaught(string path) =>
        Expect.Caught(Rule, SourceTree.Of((path, "")), path + ":1");

    [Theory]
    [InlineData("class SlotManager;")]
    [InlineData("interface IEventProcessor;")]
    [InlineData("namespace Orchestrator.Common { }")]
    [InlineData("delegate void ClockHelper();")]
    [InlineData("class A { enum UtilKind { } }")]
    public void Type_WithAVagueName_IsCaught(string code) =>
        Expect.Caught(Rule, SourceTree.Of(("A.cs", "\n" + code)), "A.cs:2");

    [Fact]
    public void Words_ThatOnlyBeginAlike_Pass() =>
        Expect.Caught(Rule, SourceTree.Of(("Utilization.cs", "class Utilization; // the manager's helper")));
}
