using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Orchestrator.Tidy.Tests.Tree;

namespace Orchestrator.Tidy.Tests.Unsafe;

/// <summary>
/// Responsible for the border to native code: whoever reviews memory safety reads two kinds of folder.
/// </summary>
internal sealed class UnsafeRule : IRule
{
    private const string Rule = "native code stands under Interop/ or Handles/";

    private static readonly string[] Folders = ["Interop", "Handles"];
    private static readonly string[] Imports = ["LibraryImport", "DllImport"];

    public IEnumerable<string> Check(SourceTree tree) =>
        from file in tree.CSharp
        where !file.Folders.Any(Folders.Contains)
        from found in Found(file.Syntax)
        select file.Violation(found, found.ToString(), Rule, "move it there behind a safe method");

    private static IEnumerable<SyntaxNodeOrToken> Found(CompilationUnitSyntax syntax) =>
        syntax.DescendantNodesAndTokens().Where(found => found.IsKind(SyntaxKind.UnsafeKeyword)
            || found.AsNode() is AttributeSyntax attribute && IsImport(attribute));

    private static bool IsImport(AttributeSyntax attribute) =>
        Imports.Any(import => attribute.Name.ToString().Split('.')[^1] is var name
            && (name == import || name == import + "Attribute"));
}
