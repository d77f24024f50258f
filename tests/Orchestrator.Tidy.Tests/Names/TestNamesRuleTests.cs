using Orchestrator.Tidy.Tests.Tree;

namespace Orchestrator.Tidy.Tests.Names;

public sealed class TestNamesRuleTests
{
    private const string Path = "tests/ATests.cs";

    private static readonly TestNamesRule Rule = new();

    [Fact]
    public void Tree_AsItIs_NamesItsTests() => Expect.Kept(Rule);

    [Theory]
    [InlineData("Works")]
    [InlineData("A_B_C_D")]
    [InlineData("Pool_full_IsRefused")]
    [InlineData("Pool__IsRefused")]
    public void Name_OfAnotherShape_IsCaught(string name)
    {
        Expect.Caught(Rule, Test("Fact", name), Path + ":3");
        Expect.Caught(Rule, Test("Theory", name), Path + ":3");
        Expect.Caught(Rule, Test("Property(MaxTest = 5)", name), Path + ":3");
    }

    [Fact]
    public void Name_OneLetterTooLong_IsCaught()
    {
        var longest = "A_B_" + new string('C', TestNamesRule.LengthMax - 4);
        Expect.Caught(Rule, Test("Fact", longest));
        Expect.Caught(Rule, Test("Fact", longest + "C"), Path + ":3");
    }

    [Theory]
    [InlineData("Fact", "Release_SessionStillConnected_IsRefused")]
    [InlineData("Theory", "Rejects_UnknownKeys")]
    [InlineData("Obsolete", "helps")]
    public void Method_NamedWellOrNoTest_Passes(string attribute, string name) =>
        Expect.Caught(Rule, Test(attribute, name));

    private static SourceTree Test(string attribute, string name) =>
        SourceTree.Of((Path, $"class ATests {{\n[{attribute}]\npublic void {name}() {{ }}\n}}"));
}
