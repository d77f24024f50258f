using Orchestrator.Tidy.Tests.Tree;

namespace Orchestrator.Tidy.Tests.Solution;

public sealed class SolutionRuleTests
{
    private const string Core = "src/Core/Core.csproj";

    private static readonly SolutionRule Rule = new();

    [Fact]
    public void Tree_AsItIs_IsAllInTheSolution() => Expect.Kept(Rule);

    [Fact]
    public void Project_NotListed_IsCaught() =>
        Expect.Caught(Rule, SourceTree.Of(("Orchestrator.sln", "# empty"), (Core, "<Project />")), Core + ":1");

    [Fact]
    public void ListedProject_NotThere_IsCaught() =>
        Expect.Caught(Rule, SourceTree.Of(("Orchestrator.sln", Line)), "Orchestrator.sln:1");

    [Fact]
    public void Project_ListedTwice_IsCaught() => Expect.Caught(
        Rule, SourceTree.Of(("Orchestrator.sln", $"{Line}\n{Line}"), (Core, "<Project />")), "Orchestrator.sln:2");

    [Fact]
    public void Solution_Missing_IsCaught() => Expect.Caught(Rule, SourceTree.Of(), "Orchestrator.sln:1");

    [Fact]
    public void Project_Listed_Passes() =>
        Expect.Caught(Rule, SourceTree.Of(("Orchestrator.sln", Line), (Core, "<Project />")));

    private static string Line =>
        """Project("{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}") = "Core", "src\Core\Core.csproj", "{F4247CE4}" """;
}
