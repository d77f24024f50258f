using Orchestrator.Tidy.Tests.Tree;

namespace Orchestrator.Tidy.Tests.Solution;

public sealed class TestProjectsRuleTests
{
    private static readonly TestProjectsRule Rule = new();

    [Fact]
    public void Tree_AsItIs_TestsEveryProject() => Expect.Kept(Rule);

    [Fact]
    public void Project_WithoutTests_IsCaught() => Expect.Caught(
        Rule,
        SourceTree.Of(("src/A/A.csproj", ""), ("src/B/B.csproj", ""), ("tests/A.Tests/A.Tests.csproj", "")),
        "src/B/B.csproj:1");
}
