using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Orchestrator.Tidy.Tests.Tree;

namespace Orchestrator.Tidy.Tests.Names;

/// <summary>Responsible for the names of tests: read down a list of failures, they say what is broken.</summary>
internal sealed partial class TestNamesRule : IRule
{
    public const int LengthMax = 60;

    private static readonly string[] Marks = ["Fact", "Theory", "Property"];

    public IEnumerable<string> Check(SourceTree tree)
    {
        foreach (var (file, method) in tree.CSharp.SelectMany(Tests))
        {
            var name = method.Identifier.Text;
            if (!Shape().IsMatch(name))
            {
                yield return file.Violation(method.Identifier, name,
                    "a test is Subject_Condition_Outcome, Subject_Outcome, Accepts_X or Rejects_Y", "rename it");
            }

            if (name.Length > LengthMax)
            {
                yield return file.Violation(method.Identifier, $"{name} has {name.Length} characters",
                    $"a test's name has at most {LengthMax}", "shorten it");
            }
        }
    }

    private static IEnumerable<(SourceFile File, MethodDeclarationSyntax Method)> Tests(SourceFile file) =>
        from method in file.Syntax.DescendantNodes().OfType<MethodDeclarationSyntax>()
        where method.AttributeLists.SelectMany(list => list.Attributes).Any(
            attribute => Marks.Contains(attribute.Name.ToString()))
        select (file, method);

    [GeneratedRegex("^[A-Z][A-Za-z0-9]*(_[A-Z0-9][A-Za-z0-9]*){1,2}$")]
    private static partial Regex Shape();
}
