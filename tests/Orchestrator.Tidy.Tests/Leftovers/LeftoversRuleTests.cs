using Orchestrator.Tidy.Tests.Tree;

namespace Orchestrator.Tidy.Tests.Leftovers;

public sealed class LeftoversRuleTests
{
    private static readonly LeftoversRule Rule = new();

    [Fact]
    public void Tree_AsItIs_HoldsNoLeftovers() => Expect.Kept(Rule);

    [Theory]
    [InlineData("src/build.log")]
    [InlineData("src/A.cs.orig")]
    [InlineData("deploy/server.pem")]
    [InlineData("deploy/server.key")]
    [InlineData("tests/results.trx")]
    [InlineData("journal.db")]
    public void File_OfOutputOrSecret_IsCaught(string path) =>
        Expect.Caught(Rule, SourceTree.Of((path, "")), path + ":1");

    [Theory]
    [InlineData("A.cs", "// TODO: finish")]
    [InlineData("A.cs", "/* FIXME */")]
    [InlineData("A.cs", "/// <summary>HACK</summary>\nclass A;")]
    [InlineData("a.sh", "# TODO finish")]
    [InlineData("a.csproj", "<!-- TODO finish -->")]
    public void Mark_InAComment_IsCaught(string path, string text) =>
        Expect.Caught(Rule, SourceTree.Of((path, "\n" + text)), path + ":2");

    [Fact]
    public void Mark_InAText_Passes() =>
        Expect.Caught(Rule, SourceTree.Of(("A.cs", "var mark = \"// TODO\"; // a mastodon")));

    [Theory]
    [InlineData("var a = 1;\n#pragma warning disable CA1000\n", 2)]
    [InlineData("#pragma warning disable\n", 1)]
    public void Pragma_WithoutReason_IsCaught(string code, int line) =>
        Expect.Caught(Rule, SourceTree.Of(("A.cs", code)), $"A.cs:{line}");

    [Theory]
    [InlineData("#pragma warning disable CA1000 // the generator's name")]
    [InlineData("// The generator's name.\n#pragma warning disable CA1000\n#pragma warning restore CA1000")]
    public void Pragma_WithReason_Passes(string code) => Expect.Caught(Rule, SourceTree.Of(("A.cs", code)));
}
