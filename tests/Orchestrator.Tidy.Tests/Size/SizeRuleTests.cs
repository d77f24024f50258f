using Orchestrator.Tidy.Tests.Tree;

namespace Orchestrator.Tidy.Tests.Size;

public sealed class SizeRuleTests
{
    private const string Path = "src/Orchestrator.Core/A.cs";

    [Fact]
    public void Tree_AsItIs_FitsInAHead() => Expect.Kept(new SizeRule());

    [Fact]
    public void File_OneLineTooLong_IsCaught()
    {
        Expect.Caught(new SizeRule(), SourceTree.Of(("A.cs", Lines(SizeRule.FileLinesMax))));
        Expect.Caught(new SizeRule(), SourceTree.Of(("A.cs", Lines(SizeRule.FileLinesMax + 1))), "A.cs:401");
    }

    [Fact]
    public void Line_OneColumnTooWide_IsCaught()
    {
        var widest = "//" + new string('x', SizeRule.ColumnsMax - 2);
        Expect.Caught(new SizeRule(), SourceTree.Of((Path, $"\n{widest}\n{widest}x\n")), Path + ":3");
    }

    [Fact]
    public void WideLine_OnTheList_Passes()
    {
        var line = "//" + new string('x', SizeRule.ColumnsMax);
        Expect.Caught(new SizeRule((Path, line)), SourceTree.Of((Path, $"    {line}\n")));
    }

    [Fact]
    public void ListEntry_WithoutItsLine_IsCaught() =>
        Expect.Caught(new SizeRule((Path, "// gone")), SourceTree.Of((Path, "// gone")), Path + ":1");

    [Theory]
    [InlineData("void M() {", "}")]
    [InlineData("int P { get {", "return 1; } }")]
    [InlineData("A() {", "}")]
    public void Method_OneLineTooLong_IsCaught(string head, string end)
    {
        Expect.Caught(new SizeRule(), Class(SizeRule.MethodLinesMax));
        Expect.Caught(new SizeRule(), Class(SizeRule.MethodLinesMax + 1), Path + ":2");

        SourceTree Class(int lines) => SourceTree.Of((Path, $"class A {{\n{head}\n{Lines(lines - 2)}{end}\n}}"));
    }

    [Fact]
    public void LocalFunction_OneLineTooLong_IsCaught() => Expect.Caught(
        new SizeRule(),
        SourceTree.Of((Path, $"void F() {{\n{Lines(SizeRule.MethodLinesMax - 1)}}}\n")),
        Path + ":1");

    [Fact]
    public void Source_TwoOfTenFilesLong_IsCaught()
    {
        Expect.Caught(new SizeRule(), Source(longFiles: 1));
        Expect.Caught(new SizeRule(), Source(longFiles: 2), "src/8.cs:201");

        static SourceTree Source(int longFiles) => new(Enumerable.Range(0, 10).Select(index => new SourceFile(
            $"src/{index}.cs", Lines(index < 10 - longFiles ? 1 : SizeRule.SourceLinesUsualMax + 1 + index))));
    }

    private static string Lines(int count) => string.Concat(Enumerable.Repeat("//\n", count));
}
