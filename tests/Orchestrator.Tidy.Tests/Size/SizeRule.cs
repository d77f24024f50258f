using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Orchestrator.Tidy.Tests.Tree;

namespace Orchestrator.Tidy.Tests.Size;

/// <summary>Responsible for what fits in a head: files, methods and lines.</summary>
/// <param name="longLines">
/// Lines whose literal cannot be broken: the path, and the text of the line without its indent.
/// </param>
internal sealed class SizeRule(params (string Path, string Text)[] longLines) : IRule
{
    public const int FileLinesMax = 400;
    public const int MethodLinesMax = 70;
    public const int ColumnsMax = 120;

    /// <summary>What nine of ten source files keep; the tenth may need the room up to the hard limit.</summary>
    public const int SourceLinesUsualMax = 200;

    public IEnumerable<string> Check(SourceTree tree) =>
    [
        .. tree.CSharp.SelectMany(CheckFile),
        .. CheckUsualSize([.. tree.CSharp.Where(file => file.IsSource).OrderBy(file => file.Lines.Length)]),
        .. longLines.Where(allowed => !IsNeeded(allowed, tree)).Select(allowed =>
            $"{allowed.Path}:1: no line is \"{allowed.Text}\" any more, exceptions shrink, remove the entry"),
    ];

    private IEnumerable<string> CheckFile(SourceFile file)
    {
        if (file.Lines.Length > FileLinesMax)
        {
            yield return file.Violation(FileLinesMax + 1, $"{file.Lines.Length} lines",
                $"a file has at most {FileLinesMax}", "split it along the word that hides in it");
        }

        for (var index = 0; index < file.Lines.Length; index++)
        {
            var line = file.Lines[index];
            if (line.Length > ColumnsMax && !longLines.Contains((file.Path, line.Trim())))
            {
                yield return file.Violation(
                    index + 1, $"{line.Length} columns", $"a line has at most {ColumnsMax}", "wrap it");
            }
        }

        foreach (var method in file.Syntax.DescendantNodes().Where(IsMethod))
        {
            var span = method.GetLocation().GetLineSpan().Span;
            var lines = span.End.Line - span.Start.Line + 1;
            if (lines > MethodLinesMax)
            {
                yield return file.Violation(
                    method, $"a method of {lines} lines", $"at most {MethodLinesMax}", "extract its steps");
            }
        }
    }

    private static IEnumerable<string> CheckUsualSize(IReadOnlyList<SourceFile> files)
    {
        if (files.Count == 0)
        {
            yield break;
        }

        var file = files[(int)Math.Ceiling(files.Count * 0.9) - 1];
        if (file.Lines.Length > SourceLinesUsualMax)
        {
            yield return file.Violation(
                SourceLinesUsualMax + 1, $"{file.Lines.Length} lines at the 90th percentile of src",
                $"nine of ten files have at most {SourceLinesUsualMax}", "split this one and the longer ones");
        }
    }

    private static bool IsNeeded((string Path, string Text) allowed, SourceTree tree) =>
        tree.Find(allowed.Path)?.Lines.Any(line => line.Length > ColumnsMax && line.Trim() == allowed.Text) == true;

    private static bool IsMethod(SyntaxNode node) =>
        node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax;
}
