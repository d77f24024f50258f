using Orchestrator.Tidy.Tests.Tree;

namespace Orchestrator.Tidy.Tests.Solution;

/// <summary>Responsible for every project having its tests where one looks for them.</summary>
internal sealed class TestProjectsRule : IRule
{
    /// <summary>Contracts and their result types only: the suites in Orchestrator.Testing are their tests.</summary>
    private static readonly string[] Exempt = ["Orchestrator.Drivers"];

    public IEnumerable<string> Check(SourceTree tree) =>
        from project in tree.Projects
        where project.IsSource && !Exempt.Contains(project.Stem)
        let tests = $"tests/{project.Stem}.Tests/{project.Stem}.Tests.csproj"
        where tree.Find(tests) is null
        select project.Violation(1, "has no tests", "each project has its X.Tests", $"add {tests}");
}
