namespace Orchestrator.Tidy.Tests.Tree;

/// <summary>Without these an empty listing would let every rule pass.</summary>
public sealed class RepositoryTests
{
    [Fact]
    public void Tree_ThisRepository_HoldsSourceAndTests()
    {
        Assert.NotNull(Repository.Tree.Find("src/Orchestrator.Core/Orchestrator.Core.csproj"));
        Assert.NotNull(Repository.Tree.Find("tests/Orchestrator.Tidy.Tests/Tree/RepositoryTests.cs"));
        Assert.NotNull(Repository.Tree.Find("Directory.Packages.props"));
    }

    [Fact]
    public void Tree_ThisRepository_HoldsNoBuildOutput() =>
        Assert.DoesNotContain(Repository.Tree.Files, file => file.Folders.Any(folder => folder is "bin" or "obj"));

    [Fact]
    public void Syntax_EveryFile_Parses() => Assert.Empty(
        Repository.Tree.CSharp.SelectMany(file => file.Syntax.GetDiagnostics()).Select(found => found.ToString()));
}
