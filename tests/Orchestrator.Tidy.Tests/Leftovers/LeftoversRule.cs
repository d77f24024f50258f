using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Orchestrator.Tidy.Tests.Tree;

namespace Orchestrator.Tidy.Tests.Leftovers;

/// <summary>Responsible for the tree holding the product and nothing else: no output, no secret, no promise.</summary>
internal sealed partial class LeftoversRule : IRule
{
    private static readonly string[] Extensions =
        [".log", ".orig", ".rej", ".bak", ".trx", ".db", ".pem", ".key", ".pfx", ".user"];

    public IEnumerable<string> Check(SourceTree tree) => tree.Files.SelectMany(
        file => (IEnumerable<string>)[.. CheckName(file), .. CheckMarks(file), .. CheckPragmas(file)]);

    private static IEnumerable<string> CheckName(SourceFile file)
    {
        if (Extensions.Contains(file.Extension))
        {
            yield return file.Violation(1, $"a {file.Extension} file",
                "the tree holds no output, backup or secret", "delete it; if it is a secret, replace it as well");
        }
    }

    /// <summary>In C# a comment only: a text may speak of marks, as the tests of this rule do.</summary>
    private static IEnumerable<string> CheckMarks(SourceFile file)
    {
        var comments = file.Extension == ".cs"
            ? file.Syntax.DescendantTrivia().Where(IsComment).Select(found => (LineOf(found), found.ToFullString()))
            : [(0, file.Text)];
        foreach (var (start, text) in comments)
        {
            foreach (Match mark in Mark().Matches(text))
            {
                yield return file.Violation(start + text[..mark.Index].Count(letter => letter == '\n') + 1,
                    $"a {mark.Value}", "what is not done is in no comment", "do it, or write an issue");
            }
        }
    }

    private static IEnumerable<string> CheckPragmas(SourceFile file)
    {
        if (file.Extension != ".cs")
        {
            yield break;
        }

        foreach (var trivia in file.Syntax.DescendantTrivia(descendIntoTrivia: true))
        {
            if (trivia.GetStructure() is PragmaWarningDirectiveTriviaSyntax pragma
                && pragma.DisableOrRestoreKeyword.IsKind(SyntaxKind.DisableKeyword))
            {
                var line = LineOf(trivia);
                var above = line == 0 ? "" : file.Lines[line - 1].TrimStart();
                if (!file.Lines[line].Contains("//", StringComparison.Ordinal)
                    && !above.StartsWith("//", StringComparison.Ordinal))
                {
                    yield return file.Violation(line + 1, pragma.ToString().Trim(),
                        "a silenced warning says why", "write a comment on this line or the one above it");
                }
            }
        }
    }

    private static bool IsComment(SyntaxTrivia trivia) => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia
        or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia
        or SyntaxKind.MultiLineDocumentationCommentTrivia;

    private static int LineOf(SyntaxTrivia trivia) => trivia.GetLocation().GetLineSpan().StartLinePosition.Line;

    [GeneratedRegex(@"\b(TODO|FIXME|HACK)\b")]
    private static partial Regex Mark();
}
