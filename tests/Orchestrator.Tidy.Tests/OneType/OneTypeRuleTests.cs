using Orchestrator.Tidy.Tests.Tree;

namespace Orchestrator.Tidy.Tests.OneType;

public sealed class OneTypeRuleTests
{
    [Fact]
    public void Tree_AsItIs_HasATypeAFile() =>
        Expect.Kept(new OneTypeRule(
            "Commands", "Events", "Messages", "States", "Writes", "Snapshot", "Exception"));

    [Theory]
    [InlineData("class A;\nclass B;")]
    [InlineData("namespace N;\nenum B { }")]
    [InlineData("namespace N {\ninterface B; }")]
    [InlineData("record A;\ndelegate void F();")]
    [InlineData("\nrecord struct B;")]
    [InlineData("class A;\nclass B : C;")]
    [InlineData("\nclass B; class A;")]
    public void Type_NotNamedAsItsFile_IsCaught(string code) =>
        Expect.Caught(new OneTypeRule(), SourceTree.Of(("A.cs", code)), "A.cs:2");

    [Fact]
    public void Part_OfATypeThatIsNotPartial_IsCaught() =>
        Expect.Caught(new OneTypeRule(), SourceTree.Of(("A.Log.cs", "class A;")), "A.Log.cs:1");

    [Theory]
    [InlineData("A.cs", "class A { class B; }")]
    [InlineData("A.cs", "interface A; interface A<T>;")]
    [InlineData("A.Log.cs", "partial class A;")]
    [InlineData("AOfMessage.cs", "class A<TMessage>;")]
    [InlineData("Program.cs", "return 0;")]
    [InlineData("A.cs", "record A; record B(int X) : A; record C(int X) : B(X);")]
    [InlineData("A.cs", "class B : A<int>; class A<T>;")]
    public void Type_NamedAsItsFile_Passes(string path, string code) =>
        Expect.Caught(new OneTypeRule(), SourceTree.Of((path, code)));

    [Fact]
    public void Family_InAFileOfItsSuffix_PassesThereOnly() => Expect.Caught(
        new OneTypeRule("Events"),
        SourceTree.Of(("PoolEvents.cs", "record A; record B;"), ("PoolFacts.cs", "record A; record B;")),
        "PoolFacts.cs:1", "PoolFacts.cs:1");

    [Fact]
    public void Suffix_NoLongerUsed_IsCaught() =>
        Expect.Caught(new OneTypeRule("Events"), SourceTree.Of(("PoolEvents.cs", "class PoolEvents;")), "tests:1");
}
