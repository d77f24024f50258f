using System.Text.RegularExpressions;
using Orchestrator.Tidy.Tests.Tree;

namespace Orchestrator.Tidy.Tests.Solution;

/// <summary>Responsible for the solution: a project that it does not list is built and tested by nobody.</summary>
internal sealed partial class SolutionRule : IRule
{
    private const string Rule = "the solution lists every project of the tree";

    public IEnumerable<string> Check(SourceTree tree)
    {
        var listed = new HashSet<string>();
        if (tree.Find(Repository.Solution) is not { } solution)
        {
            yield return $"{Repository.Solution}:1: there is none, {Rule}, add it";
            yield break;
        }

        for (var index = 0; index < solution.Lines.Length; index++)
        {
            if (ProjectLine().Match(solution.Lines[index]) is not { Success: true } match)
            {
                continue;
            }

            var path = solution.Resolve(match.Groups["path"].Value);
            if (!listed.Add(path))
            {
                yield return solution.Violation(index + 1, $"{path} is listed twice", Rule, "remove the second");
            }
            else if (tree.Find(path) is null)
            {
                yield return solution.Violation(index + 1, $"{path} is not in the tree", Rule, "remove it");
            }
        }

        foreach (var project in tree.Projects.Where(project => !listed.Contains(project.Path)))
        {
            yield return project.Violation(1, "is not in the solution", Rule, $"dotnet sln add {project.Path}");
        }
    }

    [GeneratedRegex("""^Project\("\{[^"]*\}"\) = "[^"]*", "(?<path>[^"]*\.csproj)",""")]
    private static partial Regex ProjectLine();
}
