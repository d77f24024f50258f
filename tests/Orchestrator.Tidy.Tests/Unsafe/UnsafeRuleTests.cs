using Orchestrator.Tidy.Tests.Tree;

namespace Orchestrator.Tidy.Tests.Unsafe;

public sealed class UnsafeRuleTests
{
    private static readonly UnsafeRule Rule = new();

    [Fact]
    public void Tree_AsItIs_KeepsItsBorder() => Expect.Kept(Rule);

    [Theory]
    [InlineData("unsafe class A;")]
    [InlineData("static unsafe void F() { }")]
    [InlineData("void F() { unsafe { } }")]
    [InlineData("partial class A { [LibraryImport(\"c\")] static partial void F(); }")]
    [InlineData("class A { [System.Runtime.InteropServices.DllImportAttribute(\"c\")] static extern void F(); }")]
    public void NativeCode_OutsideItsFolders_IsCaught(string code)
    {
        const string Path = "src/Orchestrator.Libvirt/A.cs";
        Expect.Caught(Rule, SourceTree.Of((Path, "// unsafe\n" + code)), Path + ":2");
        Expect.Caught(Rule, SourceTree.Of(("src/Orchestrator.Libvirt/Interop/A.cs", code)));
        Expect.Caught(Rule, SourceTree.Of(("src/Orchestrator.Libvirt/Handles/A.cs", code)));
    }
}
